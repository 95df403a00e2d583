using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PedOS.Build.Drivers;
using PedOS.Build.Packaging;
using PedOS.Build.Signing;
using PedOS.Build.Signing.Catalogs;
using PedOS.Build.Tools;
using PedOS.TestKit.Programs;

namespace PedOS.Build.Tests.Packaging.Drivers;

/// <summary>A tree and a folder with driver packages of every kind, made from nothing.</summary>
public sealed class DriverBench : IDisposable
{
    public const string Provider = "Gerätetreiber İş 日本 العربية";
    public const string Version = "9.1.0.3";

    public static readonly DateTimeOffset Date = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    // What the INF of a kind is named after; class and its id as devguid.h has them.
    private static readonly (string Name, string Class, string Id)[] Kinds =
    [
        ("xenbus", "System", "{4D36E97D-E325-11CE-BFC1-08002BE10318}"),
        ("xeniface", "System", "{4d36e97d-e325-11ce-bfc1-08002be10318}"),
        ("xennet", "Net", "{4D36E972-E325-11CE-BFC1-08002BE10318}"),
        ("xenvbd", "SCSIAdapter", "{4D36E97B-E325-11CE-BFC1-08002BE10318}"),
        ("xenvif", "System", "{4D36E97D-E325-11CE-BFC1-08002BE10318}"),
    ];

    // Made once: keys take their time.
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> Authority = new(MakeAuthority);

    private readonly TemporaryFolder _folder = new();

    public DriverBench()
    {
        foreach ((string name, byte[] bytes) in Authority.Value)
        {
            File.WriteAllBytes(Tree.Write("out/signing/test/" + name, ""), bytes);
        }

        foreach (string program in Directory.EnumerateFiles(Tree.Workspace.Out, "*", SearchOption.AllDirectories)
            .Where(static f => Path.GetExtension(f) is ".exe" or ".dll"))
        {
            // Those of the tree are text, which cannot be signed.
            File.WriteAllBytes(program, DriverImages.Make(Path.GetFileName(program), subsystem: DriverImages.Console));
        }

        Input = Directory.CreateDirectory(Path.Join(_folder.Path, "Treiber ö")).FullName;
        Test = new CodeSigning(Tree.Workspace, new SigningSettings { Kind = "test" });
        None = new CodeSigning(Tree.Workspace, new SigningSettings { Kind = "none" });
        foreach (string source in (string[])
            ["PedOSTools.wxs", "SetupActions.cpp", "WindowsApi.h", "pedos-windows-tools.spec"])
        {
            File.Copy(
                Path.Join(ProgramsPlace.FindRepositoryRoot(), "module", "installer", source),
                Tree.Write("module/installer/" + source, ""),
                overwrite: true);
        }
    }

    public SampleTree Tree { get; } = new();

    /// <summary>The folder of PEDOS_DRIVERS.</summary>
    public string Input { get; }

    /// <summary>Signs with the certificate for tests.</summary>
    public CodeSigning Test { get; }

    /// <summary>Signs nothing.</summary>
    public CodeSigning None { get; }

    public string At(params ReadOnlySpan<string> parts) => Path.Join([Input, .. parts]);

    /// <summary>The text of an INF.</summary>
    public static string Inf(string name, string version = Version)
    {
        (_, string deviceClass, string id) = Kinds.Single(k => k.Name == name);
        return $"""
            ; {name} with quotes in a remark: "
            [version]
            Signature = "$Windows NT$"
            Class = {deviceClass}
            ClassGuid = {id}
            Provider = %Vendor%
            DriverVer = 03/01/2026,{version} ; of the day
            CatalogFile.NTamd64 = {name}.cat
            PnpLockdown = 1

            [SourceDisksNames]
            1 = %Disk%,,,""

            [SourceDisksFiles]
            {name}.sys = 1,,

            [Manufacturer]
            %Vendor% = Models, NTamd64.10.0

            [Models.NTamd64.10.0]
            %Device% = Install, XENBUS\VEN_PEDOS0001&DEV_{name.ToUpperInvariant()}, \
                XENBUS\VEN_XP0001&DEV_{name.ToUpperInvariant()}

            [Install.NT.HW]
            AddReg = Access

            [Install.NT]
            CopyFiles = Files

            [Access]
            HKR,,Security,,"D:P(A;;GA;;;SY)(A;;GA;;;BA)"

            [Strings]
            Vendor = "{Provider}"
            Device = "PedOS ""{name}"", 100%% ; no remark"
            Disk = "Disk"

            """;
    }

    /// <summary>Writes a driver package without a catalog.</summary>
    /// <returns>Its folder.</returns>
    public string Write(string name, Encoding? encoding = null)
    {
        string folder = Directory.CreateDirectory(At(name)).FullName;
        File.WriteAllText(
            Path.Join(folder, name + ".inf"), Inf(name).ReplaceLineEndings("\r\n"), encoding ?? Encoding.Unicode);
        File.WriteAllBytes(Path.Join(folder, name + ".sys"), DriverImages.Make(name));
        File.WriteAllText(Path.Join(folder, name + ".pdb"), "symbols");
        return folder;
    }

    /// <summary>Writes one of each kind.</summary>
    public void WriteAll()
    {
        foreach ((string name, _, _) in Kinds)
        {
            _ = Write(name);
        }
    }

    /// <summary>Gives a driver package a catalog that somebody has signed.</summary>
    public async Task SignAsync(string name, SigningSettings signer, CancellationToken cancellationToken)
    {
        string folder = At(name);
        CatalogBuilder catalog = new(CatalogVersion.Sha1, Date);
        catalog.AddFile(Path.Join(folder, name + ".inf"), name + ".inf");
        catalog.AddFile(Path.Join(folder, name + ".sys"), name + ".sys");
        string path = Path.Join(folder, name + ".cat");
        await File.WriteAllBytesAsync(path, catalog.Build(), cancellationToken);
        await new CodeSigning(Tree.Workspace, signer).SignFileAsync(path, cancellationToken);
    }

    /// <summary>Settings for a certificate below an authority, both new.</summary>
    /// <param name="authority">Name of the authority.</param>
    /// <param name="purposes">What the certificate is for besides signing code.</param>
    public SigningSettings Signer(string authority, params string[] purposes)
    {
        string folder = Directory.CreateDirectory(Path.Join(_folder.Path, Guid.NewGuid().ToString("N"))).FullName;
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
        using RSA rootKey = RSA.Create(2048);
        using RSA key = RSA.Create(2048);
        CertificateRequest root = new(authority, rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 issuer = root.CreateSelfSigned(from, from.AddDays(3));
        CertificateRequest request = new(
            "CN=Publisher", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        OidCollection usages = [new Oid("1.3.6.1.5.5.7.3.3")];
        foreach (string purpose in purposes)
        {
            usages.Add(new Oid(purpose));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, false));
        using X509Certificate2 certificate = request.Create(issuer, from, from.AddDays(2), [0x80, 2, 3]);
        string Put(string name, string text)
        {
            string path = Path.Join(folder, name);
            File.WriteAllText(path, text);
            return path;
        }

        File.WriteAllBytes(Path.Join(folder, "c.cer"), certificate.RawData);
        return new SigningSettings
        {
            Kind = "file",
            Certificate = Put("c.pem", certificate.ExportCertificatePem()),
            PrivateKey = Put("k.pem", key.ExportPkcs8PrivateKeyPem()),
            Roots = Put("r.pem", issuer.ExportCertificatePem()),
        };
    }

    /// <summary>Writes what a build of the solution would have left besides the programs.</summary>
    public void WriteBuilt()
    {
        foreach (string name in (string[])["Contracts", "Engine", "Cmdlets"])
        {
            string path = Tree.Write(
                $"cmdlets/PedOS.Tools.Cmdlets/bin/Release/netstandard2.0/PedOS.Tools.{name}.dll", "");
            File.WriteAllBytes(path, DriverImages.Make(name, subsystem: DriverImages.Console));
        }

        _ = Tree.Write(
            "agents/setup/obj/project.assets.json",
            "{\"packageFolders\": {}, \"libraries\": {}, \"project\": {\"frameworks\": {}}}");
    }

    /// <summary>Reads the drivers.</summary>
    public DriverSet Read(CodeSigning? signing = null) =>
        DriverSet.Read(Input, Tree.Workspace, signing ?? Test, Date);

    /// <summary>The whole package folder, with a list and, when it is signed, its catalog.</summary>
    public async Task<(IReadOnlyList<PackageFile> Files, DriverSet Drivers)> LayOutAsync(
        CancellationToken cancellationToken, CodeSigning? signing = null)
    {
        CodeSigning key = signing ?? Test;
        DriverSet drivers = Read(key);
        drivers.Prepare();
        IReadOnlyList<PackageFile> files = Tree.Find(drivers);
        PackageFolder folder = new(Tree.Workspace.Package);
        folder.Copy(files);
        foreach (string part in (string[])["bin", "module"])
        {
            _ = await key.SignFolderAsync(Path.Join(Tree.Workspace.Package, part), cancellationToken);
        }

        await drivers.SignAsync(key, Tree.Workspace.Package, cancellationToken);
        folder.WriteList(SampleTree.Version, files, drivers);
        _ = await key.SignListAsync(Tree.Workspace.Package, cancellationToken);
        return (files, drivers);
    }

    public void Dispose()
    {
        Tree.Dispose();
        _folder.Dispose();
    }

    private static Dictionary<string, byte[]> MakeAuthority()
    {
        using TemporaryFolder folder = new();
        new TestAuthority(Path.Join(folder.Path, "test"), TimeProvider.System).Prepare();
        return Directory.EnumerateFiles(Path.Join(folder.Path, "test"))
            .ToDictionary(static f => Path.GetFileName(f), File.ReadAllBytes);
    }
}
