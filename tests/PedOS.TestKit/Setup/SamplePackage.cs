using System.Security.Cryptography;
using System.Text;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Packages;

namespace PedOS.TestKit.Setup;

/// <summary>A small package with something of every component, in memory.</summary>
public sealed class SamplePackage : IPackage
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Makes the package of a version; its files tell the version.</summary>
    public SamplePackage(string version)
    {
        List<PackageEntry> files = [];
        foreach ((string path, string component) in Contents)
        {
            byte[] content = Encoding.UTF8.GetBytes(
                $"{path} of version {version} with İıçğ, äöüß, 日本語, العربية");
            Add(files, path, component, content);
        }

        Add(files, $"drivers/xenbus/only-in-{version}.txt", ComponentNames.XenBase, "x"u8.ToArray());
        Add(files, "drivers/xenbus/xenbus.inf", ComponentNames.XenBase, Encoding.UTF8.GetBytes(version));
        Add(files, "drivers/xenvif/xenvif.inf", ComponentNames.XenNetwork, Encoding.UTF8.GetBytes(version));
        Add(files, "drivers/xenvbd/xenvbd.inf", ComponentNames.XenDisk, Encoding.UTF8.GetBytes(version));
        Add(files, "drivers/test.cer", ComponentNames.XenBase, [0x30, 0x82, 0x00, 0x02, 0x05, 0x00]);
        List = new(
            version,
            files,
            [
                new("drivers/xenbus/xenbus.inf", version, ComponentNames.XenBase, true),
                new("drivers/xenvif/xenvif.inf", version, ComponentNames.XenNetwork, true),
                new("drivers/xenvbd/xenvbd.inf", version, ComponentNames.XenDisk, true),
            ],
            ["drivers/test.cer"]);
    }

    /// <summary>What it has.</summary>
    public PackageList List { get; private set; }

    private static (string Path, string Component)[] Contents =>
    [
        ("bin/setup.exe", ComponentNames.Shared),
        ("bin/qrexec-agent.exe", ComponentNames.Agent),
        ("bin/qrexec-wrapper.exe", ComponentNames.Agent),
        ("bin/PedOSdb-daemon.exe", ComponentNames.Agent),
        ("bin/network-setup.exe", ComponentNames.Agent),
        ("qubes-rpc/qubes.VMShell", ComponentNames.Agent),
        ("bin/prepare-volume.exe", ComponentNames.MoveProfiles),
        ("bin/QgaWatchdog.exe", ComponentNames.Gui),
        ("bin/qga.exe", ComponentNames.Gui),
    ];

    /// <summary>Adds a driver package of one file to the base drivers.</summary>
    public void AddDriver(string inf, string text)
    {
        List<PackageEntry> files = [.. List.Files];
        Add(files, inf, ComponentNames.XenBase, Encoding.UTF8.GetBytes(text));
        List = List with { Files = files };
    }

    /// <summary>Adds a certificate that has to be trusted before the drivers are.</summary>
    public void AddCertificate(string path, byte[] content)
    {
        List<PackageEntry> files = [.. List.Files];
        Add(files, path, ComponentNames.XenBase, content);
        List = List with { Files = files, Certificates = [.. List.Certificates, path] };
    }

    /// <summary>Writes the package to a folder.</summary>
    public void WriteTo(string folder)
    {
        foreach ((string path, byte[] content) in _files)
        {
            string file = Path.Join(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }

        File.WriteAllText(Path.Join(folder, PackageList.FileName), List.ToJson().ToString());
    }

    /// <summary>Writes the package to a folder, with the signature of somebody.</summary>
    public void WriteTo(string folder, SampleCertificate signer)
    {
        WriteTo(folder);
        byte[] list = File.ReadAllBytes(Path.Join(folder, PackageList.FileName));
        File.WriteAllBytes(
            Path.Join(folder, PackageSignature.FileName), SampleMessage.OfCatalog(signer, list).Write());
    }

    /// <summary>Damages a file, so that it is not what the list promises.</summary>
    public void Damage(string path) => _files[path] = [.. _files[path], 0];

    /// <summary>Changes one bit of a file behind the list's back; it stays as long as it was.</summary>
    public void DamageBit(string path) => _files[path] = [.. _files[path][..^1], (byte)(_files[path][^1] ^ 1)];

    /// <inheritdoc/>
    public Stream Open(string source) => _files.TryGetValue(source, out byte[]? content)
        ? new MemoryStream(content, writable: false)
        : throw new SetupException(SetupError.DamagedPackage, $"no file {source}", "Look at the test.");

    private void Add(List<PackageEntry> files, string path, string component, byte[] content)
    {
        _files.Add(path, content);
        files.Add(new(path, component, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length));
    }
}
