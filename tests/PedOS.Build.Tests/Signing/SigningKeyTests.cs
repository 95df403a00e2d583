using PedOS.Build.Signing;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests.Signing;

public sealed class SigningKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PEDOS_SIGN=gpg", "gpg is none of")]
    [InlineData("PEDOS_SIGN=file", "PEDOS_SIGN_CERTIFICATE is not set")]
    [InlineData("PEDOS_SIGN=file PEDOS_SIGN_PFX=/no/such.pfx", "/no/such.pfx, which is not there")]
    [InlineData("PEDOS_SIGN=pkcs11 PEDOS_SIGN_CERTIFICATE=/dev/null", "PEDOS_SIGN_MODULE is not set")]
    [InlineData(
        "PEDOS_SIGN=pkcs11 PEDOS_SIGN_CERTIFICATE=/dev/null PEDOS_SIGN_MODULE=/dev/null "
            + "PEDOS_SIGN_PRIVATE_KEY=pkcs11:token=t;pin-value=1234",
        "must not carry the PIN")]
    public void Of_SaysWhatIsMissing(string environment, string said)
    {
        BuildException e = Assert.Throws<BuildException>(() => SigningKey.Of(Settings(environment), Authority()));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NeverPutsThePasswordAmongTheArguments()
    {
        SigningKey? key = SigningKey.Of(
            Settings("PEDOS_SIGN=pkcs11 PEDOS_SIGN_CERTIFICATE=/dev/null PEDOS_SIGN_MODULE=/dev/null "
                + "PEDOS_SIGN_PRIVATE_KEY=pkcs11:token=t PEDOS_SIGN_PASSWORD=1234"),
            Authority());
        Assert.DoesNotContain(key!.Arguments, static a => a.Contains("1234", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_SignsNothing_WhenNothingIsSaid() => Assert.Null(SigningKey.Of(Settings(""), Authority()));

    [Fact]
    public void Prepare_KeepsWhatIsGood_AndReplacesWhatIsOld()
    {
        var time = new FixedTime(DateTimeOffset.UtcNow);
        string folder = Path.Join(_folder.Path, "out", "signing", "test");
        var authority = new TestAuthority(folder, time);
        authority.Prepare();
        string first = File.ReadAllText(authority.Certificate);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(authority.PrivateKey));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(folder));
        }

        authority.Prepare();
        Assert.Equal(first, File.ReadAllText(authority.Certificate));
        new TestAuthority(folder, new FixedTime(time.GetUtcNow().AddDays(340))).Prepare();
        Assert.NotEqual(first, File.ReadAllText(authority.Certificate));
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(folder)!));
    }

    private static SigningSettings Settings(string environment)
    {
        Dictionary<string, string> variables = environment
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static v => v.Split('=', 2))
            .ToDictionary(static v => v[0], static v => v[1]);
        return SigningSettings.From(name => variables.GetValueOrDefault(name));
    }

    private TestAuthority Authority() => new(Path.Join(_folder.Path, "test"), TimeProvider.System);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
