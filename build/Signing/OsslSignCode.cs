using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PedOS.Build.Tools;

namespace PedOS.Build.Signing;

/// <summary>The program osslsigncode: signs and verifies single files.</summary>
/// <param name="workspace">Where passwords may lie for the time of a call.</param>
/// <param name="settings">Password, timestamp server, time.</param>
internal sealed class OsslSignCode(Workspace workspace, SigningSettings settings)
{
    private const string Program = "osslsigncode";
    private const string Description = "PedOS Windows Tools";

    private static readonly TimeSpan SignTime = TimeSpan.FromMinutes(2);

    /// <summary>Signs a file.</summary>
    /// <param name="key">With which key.</param>
    /// <param name="file">The file; stays as it is.</param>
    /// <param name="signed">The signed copy, not there yet.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BuildException">It could not be signed; the message has what the program said.</exception>
    public async Task SignAsync(SigningKey key, string file, string signed, CancellationToken cancellationToken)
    {
        File.Delete(signed);
        string? secret = null;
        try
        {
            string? passwordFile = settings.PasswordFile;
            if (passwordFile is null && settings.Password is { } password)
            {
                // On the command line every user of the machine could read it.
                Directory.CreateDirectory(workspace.Signing);
                secret = Path.Join(workspace.Signing, "." + Guid.NewGuid().ToString("N"));
                OwnedFiles.Write(secret, password);
                passwordFile = secret;
            }

            string[] arguments =
            [
                "sign",
                .. key.Arguments,
                .. passwordFile is null ? (string[])[] : ["-readpass", Path.GetFullPath(passwordFile)],
                "-h", "sha256",
                "-n", Description,
                .. settings.Timestamp is { } server ? (string[])["-ts", server] : [],
                .. settings.Time is { } time ? (string[])["-time", time] : [],
                "-in", Path.GetFullPath(file),
                "-out", Path.GetFullPath(signed),
            ];
            ChildResult result = await RunAsync(arguments, cancellationToken);
            if (!result.Succeeded || !File.Exists(signed))
            {
                throw new BuildException($"{file} could not be signed: {Said(result)}");
            }
        }
        finally
        {
            if (secret is not null)
            {
                File.Delete(secret);
            }
        }
    }

    /// <summary>Verifies a file.</summary>
    /// <param name="key">Who must have signed it.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BuildException">It does not verify; the message has what the program said.</exception>
    public async Task VerifyAsync(SigningKey key, string file, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "verify",
            .. key.Roots is { } roots ? (string[])["-CAfile", Path.GetFullPath(roots)] : [],
            .. settings.TimestampRoots is { } stamps ? (string[])["-TSA-CAfile", Path.GetFullPath(stamps)] : [],
            "-require-leaf-hash", $"sha256:{HashOf(key)}",
            "-in", Path.GetFullPath(file),
        ];
        ChildResult result = await RunAsync(arguments, cancellationToken);
        if (!result.Succeeded)
        {
            throw new BuildException($"the signature of {file} is not good: {Said(result)}");
        }
    }

    /// <summary>The certificate that belongs to a key.</summary>
    /// <exception cref="BuildException">The file that has it cannot be opened.</exception>
    public X509Certificate2 SignerOf(SigningKey key) => key.Certificate is { } certificate
        ? X509CertificateLoader.LoadCertificateFromFile(certificate)
        : OfPkcs12(settings.Pkcs12!);

    private string HashOf(SigningKey key)
    {
        using X509Certificate2 signer = SignerOf(key);
        return Convert.ToHexString(SHA256.HashData(signer.RawData));
    }

    private X509Certificate2 OfPkcs12(string file)
    {
        string? password = settings.PasswordFile is { } from
            ? File.ReadAllText(from).TrimEnd('\r', '\n')
            : settings.Password;
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        }
        catch (CryptographicException e)
        {
            throw new BuildException($"{file} cannot be opened to see whose certificate it has: {e.Message}");
        }
    }

    private async Task<ChildResult> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (!Requirement.SignTool.IsPresent())
        {
            throw new BuildException($"{Requirement.SignTool.Name} is missing: run ./build.sh setup as root");
        }

        return await ChildProcess.RunAsync(
            new ChildCommand(Program, arguments)
            {
                WorkingDirectory = workspace.Root,
                Timeout = SignTime,
                Screen = TextWriter.Null,
            },
            cancellationToken);
    }

    // The last lines tell the reason; the first ones repeat the certificate.
    private static string Said(ChildResult result) =>
        result.TimedOut ? "it took too long" : string.Join("; ", result.Lines.Where(IsTelling).TakeLast(4));

    private static bool IsTelling(string line) =>
        line.Trim().Length > 0 && !line.StartsWith("Failed", StringComparison.Ordinal);
}
