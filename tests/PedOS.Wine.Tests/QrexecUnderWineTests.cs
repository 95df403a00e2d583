using PedOS.TestKit.Dom0;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Wine.Tests;

public sealed class QrexecUnderWineTests
{
    private const int Timeout = 120_000;
    private const int StreamSize = 4_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientFact(Timeout = Timeout)]
    public async Task Command_ReturnsItsOutputAndExitCode()
    {
        await using WineGuest guest = await StartAsync();
        CallResult result = await guest.Dom0.RunAsync(
            $"{WineGuest.User}:cmd.exe /c echo hello from Windows& exit 42", default, Token);
        Assert.Equal("hello from Windows\r\n", result.OutputText);
        Assert.Equal(42, result.ExitCode);
    }

    // dom0's client, on Linux, ends with the low byte of what it is sent.
    [PatientTheory(Timeout = Timeout)]
    [InlineData("256", 255)]
    [InlineData("1536", 255)]
    [InlineData("-1073741568", 255)]
    [InlineData("3010", 3010)]
    public async Task Failure_IsNotToldAsSuccess_WhateverItsLowByteIs(string code, int expected)
    {
        await using WineGuest guest = await StartAsync();
        CallResult result = await guest.Dom0.RunAsync(
            $"{WineGuest.User}:cmd.exe /c exit {code}", default, Token);
        Assert.Equal(expected, result.ExitCode);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Service_GetsItsInputAndItsVariables()
    {
        await using WineGuest guest = await StartAsync();
        guest.AddService("test.Read", @"C:\windows\system32\cmd.exe /v:on /c ""set /p line=&echo got !line!""");
        CallResult read = await guest.Dom0.RunAsync(
            $"{WineGuest.User}:QUBESRPC test.Read arbeit", "one line\r\n"u8.ToArray(), Token);
        Assert.Equal("got one line\r\n", read.OutputText);
        Assert.Equal(0, read.ExitCode);
        guest.AddService("test.Env", @"C:\windows\system32\cmd.exe /c set QREXEC");
        CallResult environment = await guest.Dom0.RunAsync(
            $"{WineGuest.User}:QUBESRPC test.Env+argument arbeit", default, Token);
        Assert.Contains("QREXEC_REMOTE_DOMAIN=arbeit", environment.OutputText, StringComparison.Ordinal);
        Assert.Contains("QREXEC_SERVICE_FULL_NAME=test.Env+argument", environment.OutputText, StringComparison.Ordinal);
        Assert.Contains("QREXEC_SERVICE_ARGUMENT=argument", environment.OutputText, StringComparison.Ordinal);
        CallResult missing = await guest.Dom0.RunAsync(
            $"{WineGuest.User}:QUBESRPC test.Missing arbeit", default, Token);
        Assert.Equal(127, missing.ExitCode);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Call_OutOfTheGuest_StreamsBothWays_WhenAllowed()
    {
        byte[] content = new byte[StreamSize];
        new Random(7).NextBytes(content);
        await using WineGuest guest = await StartAsync(_ => PolicyAnswer.Allow(async (side, token) =>
        {
            byte[] received = await side.ReadAllAsync(token);
            await side.WriteAsync(received, token);
            return received.AsSpan().SequenceEqual(content) ? 5 : 1;
        }));
        ProgramUnderTest client = guest.StartClient("dom0", "test.Echo");
        await client.Input.WriteAsync(content, Token);
        int exitCode = await client.FinishAsync(Token);
        Assert.Equal(string.Empty, client.Error);
        Assert.Equal(5, exitCode);
        Assert.True(client.OutputBytes.AsSpan().SequenceEqual(content));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Call_OutOfTheGuest_EndsWithTheService_WhileTheLocalProgramStillWrites()
    {
        await using WineGuest guest = await StartAsync(request => PolicyAnswer.Allow(async (side, token) =>
        {
            _ = await side.ReadInputAsync(token);
            return 7;
        }));
        string file = Path.Combine(guest.Services, "much");
        await File.WriteAllTextAsync(file, new string('x', StreamSize), Token);
        ProgramUnderTest client = guest.StartClient("dom0", "test.Head", "cmd.exe", "/c", "type", WinePath.Of(file));
        Assert.Equal(7, await client.EndedAsync(Token));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Call_OutOfTheGuest_EndsWith126_WhenRefused()
    {
        await using WineGuest guest = await StartAsync(_ => PolicyAnswer.Refuse);
        ProgramUnderTest client = guest.StartClient("@default", "test.Forbidden+arg");
        int exitCode = await client.FinishAsync(Token);
        Assert.Equal(126, exitCode);
        Assert.Contains("Request refused", client.Error, StringComparison.Ordinal);
        ServiceRequest request = Assert.Single(guest.Dom0.Requests);
        Assert.Equal("test.Forbidden+arg", request.Service);
    }

    private static async Task<WineGuest> StartAsync(Func<ServiceRequest, PolicyAnswer>? policy = null)
    {
        WineGuest guest = WineGuest.CreateOrSkip(policy);
        await guest.StartAsync(Token);
        return guest;
    }
}
