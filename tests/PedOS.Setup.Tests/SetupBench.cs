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

    public SetupBench()
    {
        Assert.SkipWhen(WindowsImage.MissingReason is not null, WindowsImage.MissingReason ?? "");
        Assert.SkipWhen(WindowsImageSnapshot.MissingReason is not null, WindowsImageSnapshot.MissingReason ?? "");
        Image = WindowsImage.Create(_directory.PathOf("Vorlage für 日本 ığ"));
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
        using Process process = Process.Start("mkfifo", [file]);
        process.WaitForExit();
    }

    /// <summary>Says that a file of the package has more bytes than it has.</summary>
    public void Promise(string path, long length)
    {
        PackageList list = PackageList.Read(File.ReadAllText(Path.Join(Package, PackageList.FileName)));
        WriteList(list with { Files = [.. list.Files.Select(f => f.Path == path ? f with { Length = length } : f)] });
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
        foreach (PackageFile file in sample.List.Files)
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
}
