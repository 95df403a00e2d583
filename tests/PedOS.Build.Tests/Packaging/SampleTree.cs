using PedOS.Build.Drivers;
using PedOS.Build.Packaging;
using PedOS.Build.Tools;

namespace PedOS.Build.Tests.Packaging;

/// <summary>A small tree with something of everything that is shipped; the programs are text.</summary>
public sealed class SampleTree : IDisposable
{
    public const string Version = "1.2.3";

    private static readonly string[] Files =
    [
        "out/win-x64/setup.exe", "out/win-x64/qrexec-agent.exe", "out/win-x64/PedOSdb-daemon.exe",
        "out/win-x64/setup.pdb", "module/services/qubes.Own", "module/services/rpc-config/qubes.Own", "LICENSE",
        "out/PedOSTools/1.2.3/PedOSTools.psm1", "out/PedOSTools/1.2.3/PedOS.Tools.Engine.dll",
        "out/PedOSTools/1.2.3/en-US/about_PedOSTools.help.txt",
    ];

    private readonly TemporaryFolder _folder = new();

    public SampleTree()
    {
        foreach (string file in Files)
        {
            Write(file, $"{file} with İıçğ, äöüß, 日本語, العربية");
        }

        string manifest = $"@{{\n    ModuleVersion = '{Version}'\n    Description = 'A <sample> & more'\n"
            + "    Author = 'Somebody''s'\n    Copyright = 'Somebody, GPL-2.0-only'\n"
            + "    CmdletsToExport        = @(\n        'Get-Sample'\n        'Set-Sample'\n    )\n}\n";
        Write("PedOSTools.psd1", manifest);
        Write($"out/PedOSTools/{Version}/PedOSTools.psd1", manifest);
        Workspace = new Workspace(_folder.Path);
    }

    public Workspace Workspace { get; }

    public string Module => Workspace.At("out", "PedOSTools", Version);

    public string Write(string path, string text) => _folder.Write(path, text);

    /// <summary>The list of what is shipped.</summary>
    public IReadOnlyList<PackageFile> Find() => Find(DriverSet.None);

    /// <summary>The list of what is shipped, with drivers.</summary>
    public IReadOnlyList<PackageFile> Find(DriverSet drivers) =>
        new PackageContents(Workspace, ["setup", "qrexec-agent", "PedOSdb-daemon"]).Find(Module, drivers);

    /// <summary>The package, laid out.</summary>
    public IReadOnlyList<PackageFile> LayOut()
    {
        IReadOnlyList<PackageFile> files = Find();
        PackageFolder folder = new(Workspace.Package);
        folder.Copy(files);
        folder.WriteList(Version, files, DriverSet.None);
        return files;
    }

    public void Dispose() => _folder.Dispose();
}
