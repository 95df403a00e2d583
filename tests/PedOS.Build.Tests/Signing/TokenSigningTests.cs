using PedOS.Build.Signing;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests.Signing;

public sealed class TokenSigningTests(SigningFixture fixture) : IClassFixture<SigningFixture>
{
    private const string Module = "/usr/lib/softhsm/libsofthsm2.so";
    private const string Pin = "1234-öğ";

    [Fact]
    public async Task SignFile_SignsWithAKeyInAToken()
    {
        Assert.SkipUnless(
            Requirement.SignTool.IsPresent() && Requirement.TokenTools.IsPresent(),
            $"{Requirement.TokenTools.Name}: not installed");
        SigningSettings files = fixture.Stranger(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string folder = Directory.CreateDirectory(fixture.NewFolder()).FullName;
        string configuration = Path.Join(folder, "softhsm2.conf");
        await File.WriteAllTextAsync(
            configuration, $"directories.tokendir = {folder}\nobjectstore.backend = file\n", Token);

        // The token's driver reads it; the tests of this class run in one process, one after the other.
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration);
        try
        {
            await Run("--init-token", "--free", "--label", "pedos", "--pin", Pin, "--so-pin", Pin);
            await Run(
                "--import", files.PrivateKey!, "--token", "pedos", "--label", "key", "--id", "a1b2", "--pin", Pin);
            var settings = new SigningSettings
            {
                Kind = "pkcs11",
                Module = Module,
                Certificate = files.Certificate,
                PrivateKey = "pkcs11:token=pedos;object=key",
                Roots = files.Roots,
                Password = Pin,
            };
            string file = fixture.Make(".exe");
            await new CodeSigning(fixture.Workspace, settings).SignFileAsync(file, Token);
            await new CodeSigning(fixture.Workspace, files).VerifyFileAsync(file, Token);

            string pinFile = Path.Join(folder, "pin");
            await File.WriteAllTextAsync(pinFile, Pin, Token);
            SigningSettings fromFile = settings with { Password = null, PasswordFile = pinFile };
            await new CodeSigning(fixture.Workspace, fromFile).SignFileAsync(fixture.Make(".ps1"), Token);

            BuildException wrong = await Assert.ThrowsAsync<BuildException>(() => new CodeSigning(
                fixture.Workspace, settings with { Password = "0000" }).SignFileAsync(file, Token));
            Assert.Contains(file, wrong.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("SOFTHSM2_CONF", null);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task Run(params string[] arguments)
    {
        ChildResult result = await ChildProcess.RunAsync(
            new ChildCommand("softhsm2-util", arguments)
            {
                WorkingDirectory = fixture.Workspace.Root,
                Timeout = TimeSpan.FromSeconds(30),
                Screen = TextWriter.Null,
            },
            Token);
        Assert.True(result.Succeeded, string.Join('\n', result.Lines));
    }
}
