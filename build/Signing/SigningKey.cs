using PedOS.Build.Tools;

namespace PedOS.Build.Signing;

/// <summary>Where a signature's key is, as osslsigncode is told it.</summary>
/// <param name="Arguments">Options of <c>osslsigncode sign</c>; never a password.</param>
/// <param name="Roots">PEM file with roots for verifying, or null for those of this machine.</param>
/// <param name="Certificate">PEM file that begins with the signer's certificate, or null when it is in a PFX.</param>
public sealed record SigningKey(IReadOnlyList<string> Arguments, string? Roots, string? Certificate)
{
    private static readonly string[] Kinds = ["none", "test", "file", "pkcs11"];

    /// <summary>The key that settings choose.</summary>
    /// <returns>Null when nothing is to be signed.</returns>
    /// <exception cref="BuildException">A setting is missing, or names a file that is not there.</exception>
    public static SigningKey? Of(SigningSettings settings, TestAuthority test)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(test);
        return settings.Kind switch
        {
            "none" => null,
            "test" => OfTest(test),
            "file" when settings.Pkcs12 is not null => new(
                ["-pkcs12", Existing(settings.Pkcs12, SigningSettings.Pkcs12Variable)], settings.Roots, null),
            "file" => OfFiles(settings),
            "pkcs11" => OfToken(settings),
            _ => throw new BuildException(
                $"{SigningSettings.KeyVariable}={settings.Kind} is none of {string.Join(", ", Kinds)}"),
        };
    }

    private static SigningKey OfTest(TestAuthority test)
    {
        test.Prepare();
        return new(["-certs", test.Certificate, "-key", test.PrivateKey], test.Root, test.Certificate);
    }

    private static SigningKey OfFiles(SigningSettings settings)
    {
        string certificate = Existing(settings.Certificate, SigningSettings.CertificateVariable);
        string key = Existing(settings.PrivateKey, SigningSettings.PrivateKeyVariable);
        return new(["-certs", certificate, "-key", key], settings.Roots, certificate);
    }

    private static SigningKey OfToken(SigningSettings settings)
    {
        string certificate = Existing(settings.Certificate, SigningSettings.CertificateVariable);
        string module = Existing(settings.Module, SigningSettings.ModuleVariable);
        string key = settings.PrivateKey ?? throw Missing(SigningSettings.PrivateKeyVariable);
        if (key.Contains("pin-value", StringComparison.OrdinalIgnoreCase))
        {
            throw new BuildException(
                $"{SigningSettings.PrivateKeyVariable} must not carry the PIN, every user of the machine could read " +
                $"it: use {SigningSettings.PasswordVariable} or {SigningSettings.PasswordFileVariable}");
        }

        return new(["-pkcs11module", module, "-certs", certificate, "-key", key], settings.Roots, certificate);
    }

    private static string Existing(string? path, string variable) =>
        path is null ? throw Missing(variable)
        : File.Exists(path) ? Path.GetFullPath(path)
        : throw new BuildException($"{variable} names {path}, which is not there");

    private static BuildException Missing(string variable) => new($"{variable} is not set; see docs/signing.md");
}
