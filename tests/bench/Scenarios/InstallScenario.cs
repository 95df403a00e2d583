using System.Diagnostics;
using System.Security.Cryptography;
using PedOS.Bench.Figures;
using PedOS.TestKit.Hives;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;

namespace PedOS.Bench.Scenarios;

/// <summary>
/// A large package into an image, against a plain copy of the same files that is flushed once at its end: an
/// installation that is not on the disk when it says so is none.
/// </summary>
internal sealed class InstallScenario(BenchScale scale, Samples samples)
{
    private const int FileBytes = 512 * 1024;

    /// <summary>Measures one installation and one copy.</summary>
    public Task MeasureAsync(CancellationToken cancellationToken)
    {
        string root = Directory.CreateTempSubdirectory("pedos-bench-").FullName;
        try
        {
            string package = Path.Join(root, "package");
            Make(package, scale.InstallBytes / FileBytes);

            // The copy comes once before it counts: the first reader of a file pays for all.
            _ = Copy(package, Path.Join(root, "cold"));
            double copy = Copy(package, Path.Join(root, "copy"));
            samples.Add(Side.Ours, FigureTable.InstallCopy, copy);
            (double install, double plan) = Install(package, Path.Join(root, "image"), cancellationToken);
            samples.Add(Side.Ours, FigureTable.Install, install / copy);
            samples.Add(Side.Ours, FigureTable.InstallPlan, plan);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }

        return Task.CompletedTask;
    }

    private static void Make(string folder, long count)
    {
        Directory.CreateDirectory(Path.Join(folder, "bin"));
        byte[] content = new byte[FileBytes];
        List<PackageFile> files = [];
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
