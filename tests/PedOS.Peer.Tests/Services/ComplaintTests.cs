using System.Text;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Services;

/// <summary>What a caller is told, who cannot look into the log of this machine.</summary>
public sealed class ComplaintTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Fact]
    public async Task FileThatCannotBeExecuted_IsNamed()
    {
        await StartAsync();
        string path = Path.Combine(Guest.ServiceDirectories[0], "test.S");
        await File.WriteAllTextAsync(path, "#!/bin/sh\necho no\n", Token);
        await ExpectAsync("test.S+", 125, "test.S is neither executable nor a socket");
    }

    [Theory]
    [InlineData("\0", 125, "Exec format error")]
    [InlineData("#!/no/such/interpreter\n", 127, "No such file or directory")]
    public async Task FileThatTheSystemCannotRun_IsNamed_WithTheReason(string content, int exitCode, string reason)
    {
        await StartAsync();
        TestDirectory.WriteExecutable(Path.Combine(Guest.ServiceDirectories[0], "test.S"), content);
        await ExpectAsync("test.S+arg", exitCode, reason);
    }

    [Fact]
    public async Task Settings_AreNamed_WithTheirEncoding()
    {
        await StartAsync();
        Guest.AddService("test.S", "echo no");
        string settings = Path.Combine(Guest.SettingsDirectories[0], "test.S");
        await File.WriteAllBytesAsync(settings, Encoding.Unicode.GetBytes("wait-for-session=0\n"), Token);
        await ExpectAsync("test.S", 125, "UTF-16 without a mark");
    }

    [Fact]
    public async Task SettingsThatCannotBeRead_AreNamed_InWordsOfPeople()
    {
        await StartAsync();
        Guest.AddService("test.S", "echo no");
        _ = Directory.CreateDirectory(Path.Combine(Guest.SettingsDirectories[0], "test.S"));
        await ExpectAsync("test.S", 125, "denied");
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Settings_AreReadInTheEncodingsOfWindows(string encoding)
    {
        await StartAsync();
        Guest.AddService("test.S", "echo yes");
        Encoding written = Encoding.GetEncoding(encoding);
        await File.WriteAllBytesAsync(
            Path.Combine(Guest.SettingsDirectories[0], "test.S"),
            [.. written.Preamble, .. written.GetBytes("wait-for-session=0\r\n")],
            Token);
        CallResult result = await Guest.CallAsync("test.S", cancellationToken: Token);
        Assert.Equal((0, "yes\n", ""), (result.ExitCode, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task MissingService_IsNotToldMoreThanItsCode()
    {
        await StartAsync();
        CallResult result = await Guest.CallAsync("test.Missing", cancellationToken: Token);
        Assert.Equal((127, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
    }

    private async Task ExpectAsync(string service, int exitCode, string reason)
    {
        CallResult result = await Guest.CallAsync(service, cancellationToken: Token);
        Assert.Equal((exitCode, string.Empty), (result.ExitCode, result.OutputText));
        Assert.StartsWith("qrexec: ", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("test.S", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains(reason, result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(result.ErrorText.Length - 1, result.ErrorText.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotMatch("[A-Z][A-Za-z]+_[A-Za-z_]+", result.ErrorText);
    }
}
