using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using PedOS.Build.Signing.Catalogs;
using PedOS.Build.Tools;

namespace PedOS.Build.Signing;

/// <summary>
/// Signs what the build makes. Order of a package: <see cref="SignFolderAsync"/> over its folder, then its list of
/// hashes, then <see cref="SignListAsync"/>, then what contains all that: <see cref="SignFileAsync"/> over the MSI.
/// </summary>
/// <param name="workspace">Where the tree is.</param>
/// <param name="settings">Which key, and how.</param>
public sealed class CodeSigning(Workspace workspace, SigningSettings settings)
{
    /// <summary>Name of the catalog over a package's list, beside it.</summary>
    public const string ListCatalog = "package.cat";

    /// <summary>Name of a package's list.</summary>
    public const string ListName = "package.json";

    private readonly TestAuthority _test = TestAuthorityOf(workspace);
    private readonly OsslSignCode _tool = new(workspace, settings);
    private readonly Lazy<SigningKey?> _key = new(() => SigningKey.Of(settings, TestAuthorityOf(workspace)));

    /// <summary>Whether anything is signed; without a key all methods do nothing.</summary>
    public bool IsOn => _key.Value is not null;

    /// <summary>Whether it is signed with the certificate for tests.</summary>
    public bool IsTest => settings.Kind == "test";

    /// <summary>The root of the certificate for tests, DER; null when another key or none is used.</summary>
    public string? TestRoot => IsOn && IsTest ? _test.RootDer : null;

    /// <summary>Signing as the environment says.</summary>
    public static CodeSigning FromEnvironment(Workspace workspace) =>
        new(workspace, SigningSettings.FromEnvironment());

    /// <summary>The certificate for tests of a tree.</summary>
    public static TestAuthority TestAuthorityOf(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return new(Path.Join(workspace.Signing, "test"), TimeProvider.System);
    }

    /// <summary>Signs every program, script and catalog below a folder.</summary>
    /// <returns>How many files.</returns>
    /// <exception cref="BuildException">A file could not be signed.</exception>
    public async Task<int> SignFolderAsync(string folder, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = IsOn ? SignableFiles.In(folder) : [];
        foreach (string file in files)
        {
            await SignFileAsync(file, cancellationToken);
        }

        return files.Count;
    }

    /// <summary>Signs a file and verifies the signature; the file is replaced when both went well.</summary>
    /// <exception cref="BuildException">It cannot be signed.</exception>
    public async Task SignFileAsync(string file, CancellationToken cancellationToken)
    {
        if (_key.Value is not { } key)
        {
            return;
        }

        if (!SignableFiles.Includes(file))
        {
            throw new BuildException($"{file} is of no kind that can be signed");
        }

        // Same extension, because that tells the tool the kind of the file.
        string signed = Path.Join(
            Path.GetDirectoryName(Path.GetFullPath(file)), ".signing-" + Path.GetFileName(file));
        try
        {
            await _tool.SignAsync(key, file, signed, cancellationToken);
            await _tool.VerifyAsync(key, signed, cancellationToken);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(signed, File.GetUnixFileMode(file));
            }

            File.Move(signed, file, overwrite: true);
        }
        finally
        {
            File.Delete(signed);
        }
    }

    /// <summary>Makes the signed catalog over <c>package.json</c> of a package, by it over every file of it.</summary>
    /// <param name="folder">The package, finished.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The catalog, or null when nothing is signed.</returns>
    public async Task<string?> SignListAsync(string folder, CancellationToken cancellationToken)
    {
        string catalog = Path.Join(folder, ListCatalog);
        File.Delete(catalog);
        if (!IsOn)
        {
            return null;
        }

        CatalogBuilder builder = new(CatalogVersion.Sha256, Time());
        builder.AddFile(Path.Join(folder, ListName), ListName);
        await File.WriteAllBytesAsync(catalog, builder.Build(), cancellationToken);
        await SignFileAsync(catalog, cancellationToken);
        return catalog;
    }

    /// <summary>Verifies a file's own signature, and that it is made with the chosen key.</summary>
    /// <exception cref="BuildException">It has none, is damaged or is somebody else's.</exception>
    public Task VerifyFileAsync(string file, CancellationToken cancellationToken) =>
        _tool.VerifyAsync(Required(), file, cancellationToken);

    /// <summary>Verifies that a file is listed in a signed catalog.</summary>
    /// <exception cref="BuildException">It is not, or the catalog is damaged or somebody else's.</exception>
    public async Task VerifyInCatalogAsync(string file, string catalog, CancellationToken cancellationToken)
    {
        await VerifyFileAsync(catalog, cancellationToken);
        byte[] bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        IReadOnlyList<byte[]> listed = CatalogReader.Hashes(await File.ReadAllBytesAsync(catalog, cancellationToken));
        if (!CatalogReader.Lists(listed, bytes))
        {
            throw new BuildException($"{file} is not the file that {catalog} lists");
        }
    }

    /// <summary>The certificate of whoever signs.</summary>
    /// <exception cref="BuildException">Nothing is signed, or it cannot be opened.</exception>
    public X509Certificate2 SignerCertificate() => _tool.SignerOf(Required());

    /// <summary>The time that catalogs and signatures carry.</summary>
    public DateTimeOffset Time() =>
        settings.Time is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture))
            : TimeProvider.System.GetUtcNow();

    private SigningKey Required() => _key.Value
        ?? throw new BuildException($"nothing is signed: {SigningSettings.KeyVariable} is not set");
}
