using System.Diagnostics;
using System.Security.Cryptography;
using PedOS.Bench.Figures;
using PedOS.TestKit.Hives;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;

namespace PedOS.Bench.Scenarios;

/// <summary>
/// A large package into an image, against a plain copy of the same files that is flushed once at its end: an
/// installation that is not on the disk when it says so is none.
/// </summary>
internal sealed class InstallScenario(BenchScale scale, Samples samples) : IDisposable
{
    private const int FileBytes = 512 * 1024;

    // What a run takes beside the files themselves: hives, journal, the system's own books of the volume.
    private const long WarmMore = 64L * 1024 * 1024;

    // Enough for the runtime to compile what is called often a second time.
    private const int WarmFiles = 40;
    private const int WarmRuns = 3;

    private readonly string _root = Directory.CreateTempSubdirectory("pedos-bench-").FullName;

    private string Package => Path.Join(_root, "package");

    /// <summary>Measures one installation and one copy.</summary>
    public Task MeasureAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Package))
        {
            Spread();
            Make(Package, scale.InstallBytes / FileBytes);
            WarmProgram(cancellationToken);
        }

        // The copy comes once before it counts: the first reader of a file pays for all.
        string round = Path.Join(_root, $"{samples.Round}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(round);
        _ = Copy(Package, Path.Join(round, "cold"));
        Empty(Path.Join(round, "cold"));
        double copy = 0;
        (double Install, double Plan) ours = default;
        Action[] sides =
        [
            () => copy = Copy(Package, Path.Join(round, "copy")),
            () => ours = Install(Package, Path.Join(round, "image"), cancellationToken),
        ];
        foreach (Action side in samples.Round % 2 == 0 ? sides : sides.Reverse())
        {
            WarmMemory();
            side();
        }

        samples.Add(Side.Ours, FigureTable.InstallCopy, copy);
        samples.Add(Side.Ours, FigureTable.Install, ours.Install / copy);
        samples.Add(Side.Ours, FigureTable.InstallPlan, ours.Plan);
        Empty(round);
        return Task.CompletedTask;
    }

    /// <summary>Removes what was copied and installed.</summary>
    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>
    /// The programs that are published are compiled ahead of time; what runs here is compiled while it runs, unless it
    /// has done all before.
    /// </summary>
    private void WarmProgram(CancellationToken cancellationToken)
    {
        string package = Path.Join(_root, "small");
        Make(package, WarmFiles);
        for (int i = 0; i < WarmRuns; i++)
        {
            _ = Install(package, Path.Join(_root, $"small-{i}"), cancellationToken);
        }
    }

    /// <summary>
    /// In a virtual machine memory that was free for some seconds belongs to the host again, and the first to use it
    /// waits for it, ten times as long as the copying takes. What is written here and given back is there for both.
    /// </summary>
    private void WarmMemory()
    {
        string path = Path.Join(_root, "warm");
        byte[] block = new byte[1024 * 1024];
        using (FileStream file = File.Create(path, bufferSize: 1))
        {
            for (long written = 0; written < scale.InstallBytes + WarmMore; written += block.Length)
            {
                file.Write(block);
            }
        }

        File.Delete(path);
        Run("sync", "-f", _root);
    }

    /// <summary>
    /// Frees the space and leaves the names: for minutes ext4 looks at the number of each deleted file before it gives
    /// one to a new file, and the next round would pay for that.
    /// </summary>
    private static void Empty(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using FileStream file = new(path, FileMode.Truncate);
        }
    }

    /// <summary>
    /// The same for what was deleted before this run: ext4 puts folders below one that is marked so far from each
    /// other, where their names say. Other file systems refuse the mark, and do not need it.
    /// </summary>
    private void Spread()
    {
        using Process process = Process.Start(
            new ProcessStartInfo("chattr", ["+T", _root]) { RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEnd();
        process.WaitForExit();
    }

    private static void Make(string folder, long count)
    {
        Directory.CreateDirectory(Path.Join(folder, "bin"));
        byte[] content = new byte[FileBytes];
        List<PackageEntry> files = [];
        for (int i = 0; i < count; i++)
        {
            string path = $"bin/file-{i:d4}.bin";
            RandomNumberGenerator.Fill(content);
            File.WriteAllBytes(Path.Join(folder, path), content);
            string hash = Convert.ToHexStringLower(SHA256.HashData(content));
            files.Add(new(path, ComponentNames.Shared, hash, FileBytes));
        }

        PackageList list = new("1.0.0", files, [], []);
        File.WriteAllText(Path.Join(folder, PackageList.FileName), list.ToJson().ToString());
    }

    private static double Copy(string from, string to)
    {
        long begin = Stopwatch.GetTimestamp();
        Run("cp", "-r", from, to);
        Run("sync", "-f", to);
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static (double Install, double Plan) Install(
        string folder, string root, CancellationToken cancellationToken)
    {
        _ = WindowsImage.Create(root);
        Run("sync", "-f", root);
        long begin = Stopwatch.GetTimestamp();
        FolderPackage package = FolderPackage.Load(folder, PackageTrust.Everybody(DateTimeOffset.UtcNow));
        using ImageMachine machine = ImageMachine.Open(root);
        SetupEngine engine = new(machine, package, NoObserver.Instance);
        Plan plan = new Planner(machine, engine.Receipt, "bench").Install(package.List, package, [], new());
        double planned = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        _ = engine.Run(plan, cancellationToken);
        return (Stopwatch.GetElapsedTime(begin).TotalSeconds, planned);
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new MeasureException($"{program} ended with {process.ExitCode}");
        }
    }
}
