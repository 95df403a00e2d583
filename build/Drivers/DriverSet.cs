using System.Security.Cryptography.X509Certificates;
using PedOS.Build.Signing;
using PedOS.Build.Tools;
using PedOS.Tools.Contracts.Product;

namespace PedOS.Build.Drivers;

/// <summary>The drivers of a package, and the certificates that machines have to trust before.</summary>
/// <param name="Packages">The drivers, each after the one it needs.</param>
/// <param name="Certificates">
/// Certificates, files of the base drivers: all others need those, so they are there whatever is chosen.
/// </param>
public sealed record DriverSet(IReadOnlyList<DriverPackage> Packages, IReadOnlyList<PackageFile> Certificates)
{
    /// <summary>Variable with the folder that has a folder for each driver package.</summary>
    public const string Variable = "PEDOS_DRIVERS";

    /// <summary>Folder of the package that has them.</summary>
    public const string Folder = "drivers";

    private const string TestRoot = "pedos-test-root.cer";
    private const string Signer = "pedos-signer.cer";

    /// <summary>A package without drivers.</summary>
    public static DriverSet None { get; } = new([], []);

    /// <summary>All their files.</summary>
    public IEnumerable<PackageFile> Files => Packages.SelectMany(static p => p.Files).Concat(Certificates);

    /// <summary>The signer's certificate, DER, when the build signs one of them; its source is not there yet.</summary>
    private byte[]? SignerCertificate { get; init; }

    /// <summary>The drivers that the environment names; changes nothing.</summary>
    /// <exception cref="BuildException">One of them cannot be shipped.</exception>
    public static DriverSet FromEnvironment(Workspace workspace, CodeSigning signing, DateTimeOffset date) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
            ? Read(folder, workspace, signing, date)
            : None;

    /// <summary>Reads the drivers of a folder; changes nothing.</summary>
    /// <param name="folder">It has a folder for each driver package, and nothing else.</param>
    /// <param name="workspace">The tree.</param>
    /// <param name="signing">Signs what nobody has signed.</param>
    /// <param name="date">The time that catalogs carry.</param>
    /// <exception cref="BuildException">One of them cannot be shipped.</exception>
    public static DriverSet Read(string folder, Workspace workspace, CodeSigning signing, DateTimeOffset date)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(signing);
        if (!Directory.Exists(folder))
        {
            throw new BuildException($"{Variable} names {folder}, which is no folder");
        }

        if (Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).FirstOrDefault() is { } file)
        {
            throw new BuildException($"{file} is in no folder: {Variable} has a folder for each driver package");
        }

        string staging = workspace.At("out", "drivers");
        var reader = new DriverReader(signing, staging, date);
        DriverPackage[] packages = [.. Directory.EnumerateDirectories(folder)
            .Order(StringComparer.Ordinal)
            .Select(reader.Read)
            .OrderBy(static p => DriverKind.All.ToList().IndexOf(p.Kind))];
        Require(folder, packages);
        byte[]? signer = null;
        if (packages.Any(static p => p.IsSignedHere))
        {
            using X509Certificate2 certificate = signing.SignerCertificate();
            signer = certificate.RawData;
        }

        PackageFile?[] certificates =
        [
            signer is null ? null : Certificate(Signer, Path.Join(staging, Signer)),
            signer is null || signing.TestRoot is null ? null : Certificate(TestRoot, signing.TestRoot),
            .. packages
                .SelectMany(static p => p.Certificates.Select(c =>
                    Certificate($"{p.Kind.Name}/{Path.GetFileName(c)}", c)))
                .DistinctBy(static c => FileHash.Of(c.Source)),
        ];
        return new DriverSet(packages, [.. certificates.OfType<PackageFile>()]) { SignerCertificate = signer };
    }

    /// <summary>Makes what the build brings itself: catalogs, still without a signature, and its certificate.</summary>
    public void Prepare()
    {
        foreach (DriverPackage package in Packages.Where(static p => p.NewCatalog is not null))
        {
            Write(package.Files[^1].Source, package.NewCatalog!);
        }

        if (SignerCertificate is { } signer)
        {
            Write(Certificates[0].Source, signer);
        }
    }

    /// <summary>Signs those that nobody has signed.</summary>
    /// <param name="signing">With which key.</param>
    /// <param name="package">Folder of the package, everything copied.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">A file could not be signed.</exception>
    public async Task SignAsync(CodeSigning signing, string package, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signing);
        foreach (DriverPackage driver in Packages.Where(static p => p.IsSignedHere))
        {
            await signing.SignFolderAsync(Path.Join(package, Folder, driver.Kind.Name), cancellationToken);
        }
    }

    /// <summary>The driver that a file of the package belongs to; null for none.</summary>
    public DriverPackage? Of(PackageFile file) => Packages.FirstOrDefault(p => p.Files.Contains(file));

    private static void Require(string folder, DriverPackage[] packages)
    {
        if (packages.Length == 0)
        {
            throw new BuildException($"{folder} has no driver packages: put them there, or take {Variable} away");
        }

        foreach (DriverPackage package in packages)
        {
            if (packages.Count(p => p.Kind == package.Kind) > 1)
            {
                throw new BuildException($"{folder} has {package.Kind.Name} twice: delete the one you do not want");
            }

            if (package.Kind.Needs is { } needed && packages.All(p => p.Kind.Name != needed))
            {
                throw new BuildException(
                    $"{folder} has {package.Kind.Name} and no {needed}, which it needs: put that there, too");
            }
        }
    }

    private static PackageFile Certificate(string name, string source) =>
        new($"{Folder}/{name}", ComponentNames.XenBase, source);

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
