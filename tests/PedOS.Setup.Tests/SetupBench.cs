using System.Security.Cryptography;
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

    /// <summary>Makes a file of the package so large that its installation takes a while.</summary>
    public void Enlarge(string path, long length)
    {
        string file = Path.Join(Package, path);
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.SetLength(length);
        }

        PackageList list = PackageList.Read(File.ReadAllText(Path.Join(Package, PackageList.FileName)));
        WriteList(list with
        {
            Files = [.. list.Files.Select(f => f.Path == path
                ? f with { Length = length, Sha256 = Hash(file) }
                : f)],
        });
    }

    /// <summary>The image is what it was.</summary>
    public void AssertUnchanged() => Assert.Empty(Before.DifferenceTo(Image.Snapshot()));

    public void Dispose() => _directory.Dispose();

    private static string Hash(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

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
