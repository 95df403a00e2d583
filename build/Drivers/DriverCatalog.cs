using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PedOS.Build.Signing.Catalogs;
using PedOS.Build.Tools;

namespace PedOS.Build.Drivers;

/// <summary>The catalogs of drivers.</summary>
public static class DriverCatalog
{
    /// <summary>Whether the catalog of a driver has to list a file beside it.</summary>
    public static bool MustList(string path) =>
        DriverImage.Is(path) || path.EndsWith(".inf", StringComparison.OrdinalIgnoreCase);

    /// <summary>Who signed one; null when nobody has.</summary>
    /// <exception cref="BuildException">It is none, or the signature is not good.</exception>
    public static X509Certificate2? SignerOf(string catalog)
    {
        try
        {
            return CatalogSigner.Find(File.ReadAllBytes(catalog));
        }
        catch (AsnContentException e)
        {
            throw new BuildException($"{catalog} is no catalog ({e.Message}): get the driver again", e);
        }
        catch (CryptographicException e)
        {
            throw new BuildException($"the signature of {catalog} is not good ({e.Message}): get the driver again", e);
        }
    }

    /// <summary>Refuses files that are not those that a catalog lists.</summary>
    /// <exception cref="BuildException">It is no catalog, or does not list a file.</exception>
    public static void RequireListed(string catalog, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        IReadOnlyList<byte[]> hashes;
        try
        {
            hashes = CatalogReader.Hashes(File.ReadAllBytes(catalog));
        }
        catch (AsnContentException e)
        {
            throw new BuildException($"{catalog} is no catalog ({e.Message}): get the driver again", e);
        }

        foreach (string file in files)
        {
            if (!IsListed(hashes, file))
            {
                throw new BuildException(
                    $"{catalog} does not list {file} as it is: one of the two was changed; get the driver again, or "
                    + "delete the catalog when nobody has signed it");
            }
        }
    }

    /// <summary>Makes one, still without a signature.</summary>
    /// <param name="inf">The driver's INF.</param>
    /// <param name="files">All its files, the INF too.</param>
    /// <param name="date">The time it carries.</param>
    public static byte[] Make(DriverInf inf, IEnumerable<string> files, DateTimeOffset date)
    {
        ArgumentNullException.ThrowIfNull(inf);
        ArgumentNullException.ThrowIfNull(files);
        CatalogBuilder catalog = new(CatalogVersion.Sha256, date);
        catalog.AddAttribute("OS", "_v100_X64");
        int number = 0;
        foreach (string id in inf.HardwareIds)
        {
            catalog.AddAttribute(string.Create(CultureInfo.InvariantCulture, $"HWID{++number}"), Lower(id));
        }

        foreach (string file in files)
        {
            catalog.AddFile(file, Lower(Path.GetFileName(file)), new CatalogAttribute("OSAttr", "2:10.0"));
        }

        return catalog.Build();
    }

    private static bool IsListed(IReadOnlyList<byte[]> hashes, string file)
    {
        try
        {
            return CatalogReader.Lists(hashes, File.ReadAllBytes(file));
        }
        catch (InvalidDataException e)
        {
            throw new BuildException($"{file} is damaged ({e.Message}): get the driver again", e);
        }
    }

    // As catalogs of Windows have names and ids.
#pragma warning disable CA1308
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
