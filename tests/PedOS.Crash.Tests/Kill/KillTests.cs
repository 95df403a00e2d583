using System.Diagnostics;
using System.Globalization;
using System.Text;
using PedOS.TestKit;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Crash.Tests.Kill;

/// <summary>
/// Wrapper, daemon and agent are killed at random while calls run. Every call ends with its own exit code and its whole
/// output, or with a lost connection when its wrapper was killed; nothing is lost in silence and nothing invented.
/// </summary>
public sealed class KillTests : CrashTest
{
    private static readonly TimeSpan FirstCalls = TimeSpan.FromSeconds(30);

    private static TimeSpan Duration => TimeSpan.FromSeconds(
        int.TryParse(Wanted, CultureInfo.InvariantCulture, out int seconds) ? seconds : 10);

    // All runs together; before a release it is 60.
    private static string? Wanted => Environment.GetEnvironmentVariable("PEDOS_KILL_SECONDS");

    [Theory]
    [InlineData("wrapper")]
    [InlineData("daemon")]
    [InlineData("agent")]
    public async Task Calls_EndWithTheirOwnCode_OrAreLostWithTheirWrapper(string victim)
    {
        await StartAsync(new Dom0Options { RotatesPorts = true });
        CallLedger ledger = new();
        await RunAsync(victim, ledger, 6, (caller, stop) => CallAsync(caller, ledger, stop));
        Assert.True(victim == "wrapper" || ledger.Lost == 0, ledger.ToString());
        await AssertServedAsync();
        Assert.Empty(Guest.Dom0.Violations);
    }

    [Theory]
    [InlineData("daemon")]
    [InlineData("agent")]
    public async Task Clients_EndWithTheRemoteCode_OrSayThatTheirCallWasLost(string victim)
    {
        await StartAsync(new Dom0Options
        {
            RotatesPorts = true,
            Policy = request => PolicyAnswer.Allow(async (side, token) =>
            {
                byte[] input = await side.ReadAllAsync(token);
                _ = await side.WriteAsync(input, token);
                return int.Parse(request.Service.Split('+')[1], CultureInfo.InvariantCulture);
            }),
        });
        CallLedger ledger = new();
        await RunAsync(victim, ledger, 3, (caller, stop) => ClientAsync(caller, ledger, stop));
        await AssertServedAsync();
    }

    private async Task RunAsync(
        string victim, CallLedger ledger, int callers, Func<int, CancellationToken, Task> call)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] calling = [.. Enumerable.Range(0, callers).Select(n => call(n, stop.Token))];
        Random random = new(20261121);
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Duration / 5 || ledger.Deaths < 2)
        {
            await Task.Delay(random.Next(50, 600), Token);
            await KillAsync(victim, ledger);
        }

        // A busy machine needs longer until enough of them have got to their end.
        while (ledger.Complete < 6 && Stopwatch.GetElapsedTime(start) < Duration / 5 + Patience.Of(FirstCalls))
        {
            await Task.Delay(20, Token);
        }

        await stop.CancelAsync();
        await Task.WhenAll(calling);
        TestContext.Current.SendDiagnosticMessage($"{victim}: {ledger}");
        Assert.True(ledger.Wrong.Count == 0, string.Join('\n', ledger.Wrong));
        Assert.True(ledger.Complete > 5, ledger.ToString());
        await Guest.Dom0.WaitForAgentAsync(Token);
    }

    private async Task KillAsync(string victim, CallLedger ledger)
    {
        ledger.SomebodyDies();
        switch (victim)
        {
            case "wrapper":
                await KillWrapperAsync();
                break;
            case "daemon":
                await Guest.Dom0.StopAsync();
                Guest.Dom0.Start();
                await Guest.Dom0.WaitForAgentAsync(Token);
                break;
            default:
                Guest.Agent.Kill();
                _ = await Guest.Agent.EndedAsync(Token);
                await Guest.Agent.DisposeAsync();
                int handshakes = Guest.Dom0.Handshakes;
                Guest.StartAgent();
                await Guest.Dom0.WaitForHandshakesAsync(handshakes + 1, Token);
                await Guest.WaitForAcceptingAgentAsync(Token);
                break;
        }

        ledger.EverybodyIsBack();
    }

    // Until the next one is there, the agent may still hand calls to the dead one.
    private async Task KillWrapperAsync()
    {
        IReadOnlyList<int> killed = Guest.FindWrappers();
        foreach (int wrapper in killed)
        {
            _ = Signals.Send(wrapper, Signals.Kill);
        }

        while (!Guest.FindWrappers().Except(killed).Any())
        {
            await Task.Delay(5, Token);
        }
    }

    private async Task CallAsync(int caller, CallLedger ledger, CancellationToken stop)
    {
        Random random = new(caller);
        while (!stop.IsCancellationRequested)
        {
            int code = random.Next(0, 120);
            byte[] input = new byte[random.Next(0, 200_000)];
            random.NextBytes(input);
            int deaths = ledger.Mark();
            await using Dom0Call call = await Guest.Dom0.BeginAsync(
                $"{GuestUnderTest.User}:cat; exit {code}", cancellationToken: Token);
            Task<bool> open = call.OpenAsync(Token);
            if (await Task.WhenAny(open, call.Terminated) != open && !await OpensYetAsync(open))
            {
                // The request died with the agent or the daemon, before anything was started for it.
                ledger.NotStarted();
                continue;
            }

            CallResult result = await open ? await FinishAsync(call, input) : new CallResult(null, [], [], []);
            ledger.Enter(code, input, result, ledger.Deaths > deaths, () => StoryOf(call, result));
        }
    }

    private async Task ClientAsync(int caller, CallLedger ledger, CancellationToken stop)
    {
        Random random = new(caller);
        while (!stop.IsCancellationRequested)
        {
            int code = random.Next(0, 120);
            byte[] input = new byte[random.Next(0, 200_000)];
            random.NextBytes(input);
            int deaths = ledger.Mark();
            await using ProgramUnderTest client = Guest.StartClient("dom0", $"test.Echo+{code}");
            try
            {
                await client.Input.WriteAsync(input, Token);
            }
            catch (IOException)
            {
                // It was refused and has ended already.
            }

            int exitCode = await client.FinishAsync(Token);

            // Refused, no agent, connection lost: all three say that there was no answer.
            int? answer = exitCode is 125 or 126 or 255 ? null : exitCode;
            ledger.Enter(
                code,
                input,
                new CallResult(answer, client.OutputBytes, [], []),
                ledger.Deaths > deaths,
                () => [$"exit code {exitCode}", client.Error]);
        }
    }

    private IEnumerable<string> StoryOf(Dom0Call call, CallResult result) =>
        [.. Guest.LogLines($" at {call.Address}").TakeLast(6), Encoding.UTF8.GetString(result.Error)];

    private static async Task<bool> OpensYetAsync(Task open) =>
        await Task.WhenAny(open, Task.Delay(TimeSpan.FromMilliseconds(500))) == open;

    private async Task<CallResult> FinishAsync(Dom0Call call, byte[] input)
    {
        Task feed = FeedAsync(call, input);
        try
        {
            return await call.ReadToEndAsync(null, Token);
        }
        catch (InvalidDataException e)
        {
            // Cut within a message: lost like any other.
            return new CallResult(null, [], Encoding.UTF8.GetBytes(e.ToString()), []);
        }
        finally
        {
            call.Channel.Raw.Close();
            await feed;
        }
    }

    private async Task FeedAsync(Dom0Call call, byte[] input)
    {
        if (await call.WriteAsync(input, Token))
        {
            await call.EndInputAsync(Token);
        }
    }
}
