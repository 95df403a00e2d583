using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace PedOS.Hosted.Tests;

/// <summary>A folder with an image and a package, and the programs that make and compare such things.</summary>
internal sealed class Workbench : IDisposable
{
    private static readonly (string Path, string Component)[] Contents =
    [
        ("bin/setup.exe", "Shared"), ("bin/qrexec-agent.exe", "Agent"), ("bin/qrexec-wrapper.exe", "Agent"),
        ("bin/PedOSdb-daemon.exe", "Agent"), ("bin/network-setup.exe", "Agent"), ("qubes-rpc/qubes.VMShell", "Agent"),
    ];

    public Workbench()
    {
        Folder = Directory.CreateTempSubdirectory("ph").FullName;
        Image = PathOf("Vorlage für 日本 ığ");
        _ = RunProgram("PedOS.TestKit.Hives", "make-image", Image);
        Package = PathOf("Paket ö");
        WritePackage();
        Before = Snapshot();
    }

    /// <summary>Root of the sources.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The module as it is shipped.</summary>
    public static string Module { get; } = FindModule();

    public string Folder { get; }

    public string Image { get; }

    public string Package { get; }

    /// <summary>What was in the image before any test did something.</summary>
    public IReadOnlyList<string> Before { get; }

    public string PathOf(string name) => Path.Join(Folder, name);

    /// <summary>Files with hash and time, and what an independent program exports from the hives.</summary>
    public IReadOnlyList<string> Snapshot() => RunProgram("PedOS.TestKit.Hives", "snapshot", Image);

    /// <summary>The same without the folder in which every operation keeps its books.</summary>
    public IReadOnlyList<string> SnapshotWithoutBooks() =>
        [.. Snapshot().Where(static line => !line.Contains(@" Program Files\PedOS Setup", StringComparison.Ordinal))];

    /// <summary>Brings the image to a state of <c>tests/vectors/setup/rules.txt</c>.</summary>
    public void Bring(string state) => _ = RunProgram("pester/host", "setup-state", Image, Package, state);

    /// <summary>Puts a pipe in the place of a file of the package, and says how long that file is.</summary>
    public string Stick(string file, long length)
    {
        string path = Path.Join(Package, file);
        File.Delete(path);
        using Process mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        WriteList(file, length);
        return path;
    }

    /// <summary>A program of the tests, as it was built beside this one.</summary>
    public static string ProgramOf(string project)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(
            Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        return Path.Join(
            Repository, "tests", project, "bin", configuration, "net10.0", Path.GetFileName(project) + ".dll");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string[] RunProgram(string project, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [ProgramOf(project), .. arguments]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"{project} failed with {process.ExitCode}");
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Join(folder, "PedOSTools.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"no PedOSTools.slnx above {AppContext.BaseDirectory}");
    }

    private static string FindModule()
    {
        string staged = Path.Join(Repository, "out", "PedOSTools");
        string[] found = Directory.Exists(staged)
            ? Directory.GetFiles(staged, "PedOSTools.psd1", SearchOption.AllDirectories)
            : [];
        return found is [string only]
            ? only
            : throw new FileNotFoundException($"{staged} has {found.Length} modules: ./build.sh test hosted makes one");
    }

    private void WritePackage()
    {
        foreach ((string path, string component) in Contents)
        {
            string file = Path.Join(Package, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, $"{path} for {component}");
        }

        WriteList();
    }

    private void WriteList(string? promised = null, long length = 0)
    {
        object[] files =
        [
            .. Contents.Select(entry =>
            {
                byte[] content = System.Text.Encoding.UTF8.GetBytes($"{entry.Path} for {entry.Component}");
                return new
                {
                    path = entry.Path,
                    component = entry.Component,
                    sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
                    length = entry.Path == promised ? length : content.Length,
                };
            }),
        ];
        object list = new
        {
            format = 1,
            version = "7.1.0",
            files,
            drivers = Array.Empty<object>(),
            certificates = Array.Empty<object>(),
        };
        File.WriteAllText(Path.Join(Package, "package.json"), JsonSerializer.Serialize(list));
    }
}
