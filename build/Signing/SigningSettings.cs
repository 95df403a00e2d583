namespace PedOS.Build.Signing;

/// <summary>How the build signs; read from the environment, see docs/signing.md.</summary>
public sealed record SigningSettings
{
    /// <summary>Which key: none, test, file or pkcs11.</summary>
    public const string KeyVariable = "PEDOS_SIGN";

    /// <summary>PKCS#12 file with certificate and key.</summary>
    public const string Pkcs12Variable = "PEDOS_SIGN_PFX";

    /// <summary>PEM file with the certificate, and after it those that lead to a root.</summary>
    public const string CertificateVariable = "PEDOS_SIGN_CERTIFICATE";

    /// <summary>PEM file with the key; for a token its PKCS#11 URI.</summary>
    public const string PrivateKeyVariable = "PEDOS_SIGN_PRIVATE_KEY";

    /// <summary>The PKCS#11 module, a shared library.</summary>
    public const string ModuleVariable = "PEDOS_SIGN_MODULE";

    /// <summary>The password or PIN itself.</summary>
    public const string PasswordVariable = "PEDOS_SIGN_PASSWORD";

    /// <summary>File with the password or PIN and nothing else.</summary>
    public const string PasswordFileVariable = "PEDOS_SIGN_PASSWORD_FILE";

    /// <summary>PEM file with the roots that signatures are verified against.</summary>
    public const string RootsVariable = "PEDOS_SIGN_ROOTS";

    /// <summary>URL of an RFC 3161 timestamp server.</summary>
    public const string TimestampVariable = "PEDOS_SIGN_TIMESTAMP";

    /// <summary>PEM file with the roots of the timestamp server.</summary>
    public const string TimestampRootsVariable = "PEDOS_SIGN_TIMESTAMP_ROOTS";

    /// <summary>Seconds since 1970 that signatures carry as their time: equal builds become equal bytes.</summary>
    public const string TimeVariable = "SOURCE_DATE_EPOCH";

    /// <summary>none, test, file or pkcs11.</summary>
    public required string Kind { get; init; }

    /// <summary>PKCS#12 file, or null.</summary>
    public string? Pkcs12 { get; init; }

    /// <summary>Certificate file, or null.</summary>
    public string? Certificate { get; init; }

    /// <summary>Key file or PKCS#11 URI, or null.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>PKCS#11 module, or null.</summary>
    public string? Module { get; init; }

    /// <summary>Password or PIN, or null.</summary>
    public string? Password { get; init; }

    /// <summary>File with the password or PIN, or null.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Roots, or null for those of this machine.</summary>
    public string? Roots { get; init; }

    /// <summary>Timestamp server, or null.</summary>
    public string? Timestamp { get; init; }

    /// <summary>Roots of the timestamp server, or null for those of this machine.</summary>
    public string? TimestampRoots { get; init; }

    /// <summary>Time that signatures carry, or null for the time at which they are made.</summary>
    public string? Time { get; init; }

    /// <summary>The settings of this environment.</summary>
    public static SigningSettings FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>Settings from variables; empty ones count as missing.</summary>
    public static SigningSettings From(Func<string, string?> variable)
    {
        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
        return new SigningSettings
        {
            Kind = Value(KeyVariable) ?? "none",
            Pkcs12 = Value(Pkcs12Variable),
            Certificate = Value(CertificateVariable),
            PrivateKey = Value(PrivateKeyVariable),
            Module = Value(ModuleVariable),
            Password = Value(PasswordVariable),
            PasswordFile = Value(PasswordFileVariable),
            Roots = Value(RootsVariable),
            Timestamp = Value(TimestampVariable),
            TimestampRoots = Value(TimestampRootsVariable),
            Time = Value(TimeVariable),
        };
    }
}
