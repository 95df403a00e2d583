using System.Diagnostics;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Programs;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Packages;
using Xunit;

namespace PedOS.Setup.Tests;

/// <summary>An image and a package in folders whose names are not simple.</summary>
internal sealed class SetupBench : IDisposable
{
    private readonly TestDirectory _directory = new();

    public SetupBench(WindowsImageOptions? options = null)
    {
        Assert.SkipWhen(WindowsImage.MissingReason is not null, WindowsImage.MissingReason ?? "");
        Assert.SkipWhen(WindowsImageSnapshot.MissingReason is not null, WindowsImageSnapshot.MissingReason ?? "");
        Image = WindowsImage.Create(_directory.PathOf("Vorlage für 日本 ığ"), options);
        Package = _directory.MakeDirectory("Paket ö");
        Before = Image.Snapshot();
        WritePackage();
    }

    public WindowsImage Image { get; }

    public string Package { get; }

    public WindowsImageSnapshot Before { get; }

    /// <summary>Folder of the engine's books in the image.</summary>
    public string Books => Image.At(@"Program Files\PedOS Setup");

    public Task<SetupRun> GoAsync(params IEnumerable<string> arguments) =>
        SetupRun.GoAsync([.. arguments, "--image", Image.Root]);

    public Task<SetupRun> InstallAsync(params IEnumerable<string> arguments) =>
        GoAsync(["install", "--source", Package, "--allow-unsigned", .. arguments]);

    /// <summary>Replaces the package by one of another version.</summary>
    public void WritePackage(string version)
    {
        Directory.Delete(Package, recursive: true);
        new SamplePackage(version).WriteTo(Package);
    }

    /// <summary>Gives the package the signature of somebody.</summary>
    public void Sign(SampleCertificate signer) => File.WriteAllBytes(
        Path.Join(Package, PackageSignature.FileName),
        SampleMessage.OfCatalog(signer, File.ReadAllBytes(Path.Join(Package, PackageList.FileName))).Write());

    /// <summary>A file beside the package.</summary>
    public string Write(string name, string text)
    {
        string path = _directory.PathOf(name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Puts a pipe in the place of a file of the package: who opens it waits.</summary>
    public void Stick(string path)
    {
        string file = Path.Join(Package, path);
        File.Move(file, file + ".whole");
        MakePipe(file);
    }

    /// <summary>A pipe beside the package: who opens it waits.</summary>
    public string AddPipe(string name)
    {
        string path = _directory.PathOf(name);
        MakePipe(path);
        return path;
    }

    /// <summary>Says that a file of the package has more bytes than it has.</summary>
    public void Promise(string path, long length)
    {
        PackageList list = PackageList.Read(File.ReadAllText(Path.Join(Package, PackageList.FileName)));
        WriteList(list with { Files = [.. list.Files.Select(f => f.Path == path ? f with { Length = length } : f)] });
    }

    /// <summary>Gives the image the base drivers of the Xen project, as others have installed them.</summary>
    /// <param name="guard">What the INF of the interface says about who may open it.</param>
    public void AddDrivers(string guard)
    {
        string infs = Image.At(@"Windows\INF");
        Directory.CreateDirectory(infs);
        const string Version = "9.1.0.5";
        const string Class = @"ControlSet001\Control\Class\{4d36e97d-e325-11ce-bfc1-08002be10318}";
        using HiveEditor system = HiveEditor.Open(Image.System);
        foreach ((string name, string device, string number) in ((string, string, string)[])
            [
                ("xenbus", @"PCI\VEN_5853&DEV_0001", "0000"),
                ("xeniface", @"XENBUS\VEN_XP0001&DEV_IFACE&REV_0900000B", "0001"),
            ])
        {
            string key = $@"{Class}\{number}";
            system.SetText(key, "MatchingDeviceId", device);
            system.SetText(key, "ProviderName", "Xen Project");
            system.SetText(key, "DriverVersion", Version);
            system.SetText(key, "InfPath", $"oem{number}.inf");
            system.SetExpandText($@"ControlSet001\Services\{name}", "ImagePath", $@"System32\drivers\{name}.sys");
            system.SetNumber($@"ControlSet001\Services\{name}", "Start", 0);
            File.WriteAllText(
                Path.Join(infs, $"oem{number}.inf"), $"[Version]\r\nDriverVer=11/22/2025,{Version}\r\n{guard}\r\n");
        }

        system.Commit(Image.System);
    }

    /// <summary>Waits until somebody has opened the pipe.</summary>
    public Task<FileStream> ReaderAsync(string path) => Task.Run(() => new FileStream(
        Path.Join(Package, path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));

    /// <summary>Gives the reader of a pipe a byte now and then, until nobody takes them any more.</summary>
    public static async Task FeedAsync(FileStream pipe)
    {
        try
        {
            while (true)
            {
                await pipe.WriteAsync(new byte[1]);
                await Task.Delay(5);
            }
        }
        catch (IOException)
        {
            // The reader has gone.
        }
    }

    /// <summary>Puts the file back.</summary>
    public void Unstick(string path)
    {
        string file = Path.Join(Package, path);
        File.Move(file + ".whole", file, overwrite: true);
    }

    /// <summary>The image is what it was.</summary>
    public void AssertUnchanged() => Assert.Empty(Before.DifferenceTo(Image.Snapshot()));

    public void Dispose() => _directory.Dispose();

    private void WritePackage()
    {
        SamplePackage sample = new("1.2.3");
        foreach (PackageEntry file in sample.List.Files)
        {
            string path = Path.Join(Package, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using Stream content = sample.Open(file.Path);
            using FileStream target = File.Create(path);
            content.CopyTo(target);
        }

        WriteList(sample.List);
    }

    private void WriteList(PackageList list) =>
        File.WriteAllText(Path.Join(Package, PackageList.FileName), list.ToJson().ToString());

    private static void MakePipe(string path)
    {
        using Process process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
    }
}
