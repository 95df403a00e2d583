using System.Security.Cryptography.X509Certificates;
using PedOS.Build.Drivers;
using PedOS.Build.Packaging;
using PedOS.Build.Signing;
using PedOS.Build.Tools;

namespace PedOS.Build.Targets;

/// <summary>The build's target that signs, or verifies, what its arguments name.</summary>
/// <param name="signing">With which key.</param>
public sealed class SignTarget(CodeSigning signing)
{
    private const string Verify = "--verify";

    /// <summary>Signs files, and what can be signed in folders; a folder with a package gets its catalog.</summary>
    /// <param name="arguments">Paths; with <c>--verify</c> before them they are only looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>0 when all went well.</returns>
    /// <exception cref="BuildException">No key is chosen, a path is not there, or a file cannot be signed.</exception>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        bool isVerifying = arguments.Contains(Verify, StringComparer.Ordinal);
        string[] paths = [.. arguments.Where(static a => a != Verify)];
        if (!signing.IsOn)
        {
            throw new BuildException($"{SigningSettings.KeyVariable} is not set; see docs/signing.md");
        }

        if (paths.Length == 0)
        {
            throw new BuildException("sign: name files or folders");
        }

        int count = 0;
        foreach (string path in paths)
        {
            count += isVerifying
                ? await VerifyAsync(path, cancellationToken)
                : await SignAsync(path, cancellationToken);
        }

        Console.WriteLine($"sign: {count} files {(isVerifying ? "verified" : "signed")}");
        return 0;
    }

    private async Task<int> SignAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            await signing.SignFileAsync(Existing(path), cancellationToken);
            return 1;
        }

        // The list has hashes of signed files: signing them again would make it wrong.
        if (File.Exists(Path.Join(path, CodeSigning.ListName)))
        {
            _ = await signing.SignListAsync(path, cancellationToken);
            return 1;
        }

        return await signing.SignFolderAsync(path, cancellationToken);
    }

    // The list first: it names the file that is wrong, where a signature only is not good.
    private async Task<int> VerifyAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            await signing.VerifyFileAsync(Existing(path), cancellationToken);
            return 1;
        }

        string list = Path.Join(path, CodeSigning.ListName);
        if (File.Exists(list))
        {
            await signing.VerifyInCatalogAsync(list, Path.Join(path, CodeSigning.ListCatalog), cancellationToken);
        }

        var check = new PackageCheck(path);
        if (check.HasList)
        {
            Console.WriteLine($"sign: {path}: {check.Require()} files are what its list says");
        }

        string[] others = File.Exists(list) ? DriversOfOthers(path) : [];
        string[] files = [.. SignableFiles.In(path).Where(f => !others.Any(o => IsBelow(f, o)))];
        foreach (string file in files)
        {
            await signing.VerifyFileAsync(file, cancellationToken);
        }

        return files.Length;
    }

    // Their makers have signed them, and our list says that they are what was packed.
    private string[] DriversOfOthers(string package)
    {
        string drivers = Path.Join(package, DriverSet.Folder);
        using X509Certificate2 own = signing.SignerCertificate();
        List<string> others = [];
        foreach (string catalog in Directory.Exists(drivers) ? SignableFiles.In(drivers).Where(IsCatalog) : [])
        {
            using X509Certificate2? signer = DriverCatalog.SignerOf(catalog);
            if (signer is not null && !signer.RawData.AsSpan().SequenceEqual(own.RawData))
            {
                string folder = Path.GetDirectoryName(catalog)!;
                DriverCatalog.RequireListed(
                    catalog,
                    Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(DriverCatalog.MustList));
                Console.WriteLine($"sign: {folder}: signed by {signer.GetNameInfo(X509NameType.SimpleName, false)}");
                others.Add(folder);
            }
        }

        return [.. others];
    }

    private static bool IsCatalog(string file) => file.EndsWith(".cat", StringComparison.OrdinalIgnoreCase);

    private static bool IsBelow(string file, string folder) =>
        file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Existing(string path) =>
        File.Exists(path) ? path : throw new BuildException($"{path} is not there");
}
