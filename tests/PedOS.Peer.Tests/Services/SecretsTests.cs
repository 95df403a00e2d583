using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.Tools.Engine.Diagnostics;
using Xunit;

namespace PedOS.Peer.Tests.Services;

/// <summary>
/// Passwords stand in commands and arguments. By default no log has them, and what Debug writes is taken out before a
/// log is handed to somebody else. The lines are those that the programs really write.
/// </summary>
public sealed class SecretsTests : PeerTest
{
    private const string Secret = "Hunter22";

    // Words with which lines of the programs begin, where a command might pass for one of them.
    public static readonly TheoryData<string> Commands = new(
        $"true -u bob:{Secret} /url",
        $"started {Secret}",
        $"fails with 127: {Secret}",
        $"exit code 0; true {Secret}",
        $"the caller left {Secret}",
        $"connected to {Secret}",
        $"process 12 runs {Secret}",
        $"a ⟧ {Secret} ⟦ b",
        $"exit 3; {Secret} Größe İş 日本 العربية",
        $"true\n{Secret}");

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Commands_AreInNoLog(string command)
    {
        await StartAsync();
        _ = await Guest.ShellAsync(command, cancellationToken: Token);
        _ = await Guest.Dom0.RunAsync($"no.such.user:{command}", default, Token);
        await Guest.WaitForLogAsync("exit code", Token);
        await Guest.WaitForLogAsync("fails with", Token);
        Assert.Empty(Guest.LogLines(Secret));
        Assert.NotEmpty(Guest.LogLines("runs ⟦sh⟧"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Commands_AreTakenOut_OfALogWithEverything(string command)
    {
        await StartAsync("LogLevel = 4");
        CallResult result = await Guest.ShellAsync(command, cancellationToken: Token);
        await Guest.WaitForLogAsync("exit code", Token);
        Assert.NotEmpty(Guest.LogLines(Secret));
        string[] handed = Handed();
        Assert.DoesNotContain(handed, static line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.Contains(handed, line => line.EndsWith($": exit code {result.ExitCode}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("LogLevel = 3", false)]
    [InlineData("LogLevel = 4", true)]
    public async Task Arguments_AreInNoLog_OrMarked(string level, bool isLogged)
    {
        await StartAsync(level, _ => PolicyAnswer.Refuse);
        await Guest.WaitForAgentSocketAsync(Token);
        Guest.AddService("MyService", "exit 5");
        await File.WriteAllTextAsync(Path.Combine(Guest.ServiceDirectories[0], "NoService"), "x", Token);
        foreach (string service in (string[])["MyService", "NoService", "Missing", new string('x', 250)])
        {
            _ = await Guest.CallAsync($"{service}+{Secret}", cancellationToken: Token);
        }

        await using ProgramUnderTest client = Guest.StartClient("dom0", $"MyService+{Secret}");
        Assert.Equal(QrexecAbi.QREXEC_EXIT_REQUEST_REFUSED, await client.FinishAsync(Token));
        await Guest.WaitForLogAsync("dom0 refused MyService to dom0", Token);
        Assert.Equal(isLogged, Guest.LogLines(Secret).Count > 0);
        Assert.DoesNotContain(Handed(), static line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Commands_AreNotMarked_ForWhoSentThem()
    {
        await StartAsync();
        CallResult result = await Guest.Dom0.RunAsync($"no.such.user:{Secret}", default, Token);
        Assert.Equal(QrexecAbi.QREXEC_EXIT_PROBLEM, result.ExitCode);
        Assert.DoesNotContain("__", result.ErrorText, StringComparison.Ordinal);
        TestDirectory.WriteExecutable(Path.Combine(Guest.ServiceDirectories[0], "test.S"), "\0");
        result = await Guest.CallAsync("test.S", cancellationToken: Token);
        Assert.StartsWith("qrexec: cannot start test.S: ", result.ErrorText, StringComparison.Ordinal);
    }

    private async Task StartAsync(string setting, Func<ServiceRequest, PolicyAnswer>? policy = null)
    {
        Prepare(policy is null ? null : new Dom0Options { Policy = policy });
        await File.AppendAllTextAsync(Guest.SettingsFile, setting + "\n", Token);
        await Guest.StartAsync(Token);
    }

    // Account and machine are not known here: what is taken out is taken out by its form.
    private string[] Handed()
    {
        Redactor redactor = new([], []);
        return [.. Guest.LogLines(string.Empty).Select(redactor.Redact)];
    }
}
