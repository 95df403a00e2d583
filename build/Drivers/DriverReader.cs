using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PedOS.Build.Signing;
using PedOS.Build.Signing.Catalogs;
using PedOS.Build.Tools;

namespace PedOS.Build.Drivers;

/// <summary>Reads driver packages as somebody built them, and refuses what Windows would refuse.</summary>
/// <param name="signing">Signs what nobody has signed.</param>
/// <param name="staging">Folder that catalogs are made in.</param>
/// <param name="date">The time that they carry.</param>
public sealed class DriverReader(CodeSigning signing, string staging, DateTimeOffset date)
{
    private const string Platform = "x64";

    // Beside the drivers, for whoever debugs them; not shipped.
    private static readonly string[] Symbols = [".pdb", ".map", ".dbg"];

    private static readonly string[] Licences = ["LICENSE", "LICENCE", "COPYING", "NOTICE"];

    /// <summary>Reads one; changes nothing.</summary>
    /// <param name="folder">Its folder; or the one above the folder x64 that has it.</param>
    /// <exception cref="BuildException">It is none that can be shipped.</exception>
    public DriverPackage Read(string folder)
    {
        string root = Root(folder);
        Dictionary<string, string> present = FilesOf(root);
        string[] infs = [.. present.Keys.Where(static f => Has(f, ".inf"))];
        DriverInf inf = infs.Length switch
        {
            0 => throw new BuildException($"{root} has no .inf: put a driver package there, or delete the folder"),
            1 => new DriverInf(present[infs[0]]),
            _ => throw new BuildException(
                $"{root} has {string.Join(" and ", infs.Order(StringComparer.Ordinal))}: "
                + "put each driver package into a folder of its own"),
        };
        string path = present[infs[0]];
        DriverKind kind = Judge(inf, path);
        string[] listed = [infs[0], .. inf.Files.Select(f => Listed(present, f, path))];
        RequireKnown(present, [.. listed, .. Catalog(present, inf)], path);
        foreach (string image in listed.Where(DriverImage.Is))
        {
            DriverImage.Require(present[image]);
        }

        return Compose(kind, inf, present, listed);
    }

    private static string Root(string folder) =>
        Directory.EnumerateFiles(folder).Any(static f => Has(f, ".inf"))
            ? folder
            : Directory.EnumerateDirectories(folder)
                .FirstOrDefault(static f => Path.GetFileName(f).Equals(Platform, StringComparison.OrdinalIgnoreCase))
                ?? folder;

    // By their paths below the folder, whose case Windows does not tell apart.
    private static Dictionary<string, string> FilesOf(string root)
    {
        Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(static f => !Symbols.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
            if (!path.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/'))
            {
                throw new BuildException(
                    $"{file} has a name that not every installer takes: use letters, digits, points and dashes of "
                    + "ASCII");
            }

            if (!files.TryAdd(path, file))
            {
                throw new BuildException($"{file} is there twice for Windows, which knows no case: delete one");
            }
        }

        return files;
    }

    private static DriverKind Judge(DriverInf inf, string path)
    {
        DriverKind kind = DriverKind.Find(inf.Name) ?? throw new BuildException(
            $"{path} belongs to no component: the drivers are {string.Join(
                ", ", DriverKind.All.Select(static k => k.Name))}; delete the folder, or name the driver in "
            + nameof(DriverKind));
        return inf.ClassId != kind.ClassId
            || !inf.DeviceClass.Equals(kind.DeviceClass, StringComparison.OrdinalIgnoreCase)
            ? throw new BuildException(
                $"{path} is for devices of the class {inf.DeviceClass} {inf.ClassId:B}, and {kind.Name} for "
                + $"{kind.DeviceClass} {kind.ClassId:B}: put the right driver there")
            : kind.Name == "xeniface" && !inf.IsGuarded
            ? throw new BuildException(
                $"{path} lets every user of the machine open the Xen interface (XSA-468): use a driver of March 2025 "
                + "or later")
            : kind;
    }

    private static string Listed(Dictionary<string, string> present, string file, string inf) =>
        present.Keys.FirstOrDefault(f => f.Equals(file, StringComparison.OrdinalIgnoreCase))
        ?? throw new BuildException($"{inf} names {file}, which is not there: copy the whole driver package");

    private static IEnumerable<string> Catalog(Dictionary<string, string> present, DriverInf inf) =>
        present.Keys.Where(f => f.Equals(inf.Catalog, StringComparison.OrdinalIgnoreCase));

    private static void RequireKnown(Dictionary<string, string> present, string[] known, string inf)
    {
        string? other = present.Keys.FirstOrDefault(f =>
            !known.Contains(f, StringComparer.OrdinalIgnoreCase) && !IsCertificate(f) && !IsLicence(f));
        if (other is not null)
        {
            throw new BuildException(
                $"{present[other]} is no file that {inf} names: delete it, or name it in its [SourceDisksFiles]");
        }
    }

    private DriverPackage Compose(
        DriverKind kind, DriverInf inf, Dictionary<string, string> present, string[] listed)
    {
        string? catalog = Catalog(present, inf).FirstOrDefault() is { } found ? present[found] : null;
        X509Certificate2? signer = catalog is null ? null : DriverCatalog.SignerOf(catalog);
        if (signer is null)
        {
            RequireUnsigned(inf.Catalog, present[listed[0]], listed.Select(f => present[f]));
        }

        if (catalog is not null)
        {
            DriverCatalog.RequireListed(catalog, listed.Select(f => present[f]));
        }

        bool isMicrosoft = signer is not null && CatalogSigner.IsMicrosoft(signer);
        string[] certificates = [.. present.Where(static f => IsCertificate(f.Key)).Select(static f => f.Value)];
        RequireTrust(signer, isMicrosoft, certificates, present[listed[0]]);
        string[] names = [.. listed, .. present.Keys.Where(IsLicence), .. Catalog(present, inf)];
        PackageFile[] files = [.. names.Select(n => new PackageFile(At(kind, n), kind.Component, present[n]))];
        PackageFile made = new(
            At(kind, inf.Catalog), kind.Component, Path.Join(staging, $"{kind.Name}.{inf.Catalog}"));
        return new DriverPackage(
            kind, At(kind, listed[0]), inf.Version, inf.Provider, catalog is null ? [.. files, made] : files)
        {
            IsTestSigned = !isMicrosoft,
            IsSignedHere = signer is null,
            NewCatalog = catalog is null ? DriverCatalog.Make(inf, listed.Select(f => present[f]), date) : null,
            Certificates = certificates,
        };
    }

    private void RequireUnsigned(string catalog, string inf, IEnumerable<string> files)
    {
        if (!signing.IsOn)
        {
            throw new BuildException(
                $"{catalog} of {inf} is not signed, and Windows takes no driver without that: choose a key with "
                + $"{SigningSettings.KeyVariable} (docs/signing.md), or use a driver with a signed catalog");
        }

        if (files.FirstOrDefault(static f => DriverImage.Is(f) && DriverImage.IsSigned(f)) is { } signed)
        {
            throw new BuildException(
                $"{signed} carries a signature, and {catalog} beside {inf} is missing or carries none: get the signed "
                + "catalog that belongs to it");
        }
    }

    private static void RequireTrust(
        X509Certificate2? signer, bool isMicrosoft, string[] certificates, string inf)
    {
        if (isMicrosoft && certificates.Length > 0)
        {
            throw new BuildException(
                $"{certificates[0]} would be trusted for nothing, the driver is signed by Microsoft: delete it");
        }

        if (signer is not null && !isMicrosoft && certificates.Length == 0)
        {
            throw new BuildException(
                $"the driver of {inf} is signed by {signer.GetNameInfo(X509NameType.SimpleName, false)}, whom Windows "
                + "takes for a test: put the certificate that machines have to trust beside it (.cer), or use a driver "
                + "that Microsoft has signed");
        }

        foreach (string certificate in certificates)
        {
            RequireCertificate(certificate);
        }
    }

    private static void RequireCertificate(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(bytes);
            if (certificate.RawData.AsSpan().SequenceEqual(bytes))
            {
                return;
            }
        }
        catch (CryptographicException)
        {
            // Said below.
        }

        throw new BuildException($"{path} is no certificate in DER: export it again as \"DER encoded binary X.509\"");
    }

    private static string At(DriverKind kind, string path) => $"{DriverSet.Folder}/{kind.Name}/{path}";

    private static bool Has(string path, string extension) =>
        path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static bool IsCertificate(string path) =>
        !path.Contains('/', StringComparison.Ordinal) && Has(path, ".cer");

    private static bool IsLicence(string path) => !path.Contains('/', StringComparison.Ordinal)
        && Licences.Contains(Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        && Path.GetExtension(path) is "" or ".txt" or ".md";
}
