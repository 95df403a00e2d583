using System.Globalization;
using PedOS.TestKit.Database;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;

namespace PedOS.Pester.Host;

/// <summary>The real agent and the real database, and around them a dom0 that a script steers.</summary>
internal sealed class GuestHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly GuestUnderTest _guest;
    private readonly DatabaseUnderTest _database = new();
    private double? _clock;

    public GuestHost() => _guest = new(new Dom0Options { Policy = Policy });

    /// <summary>Where everything is, one <c>NAME=PATH</c> each.</summary>
    public IEnumerable<string> Places =>
    [
        $"agent={_guest.AgentSocket}", $"vchans={_guest.Directory.FullPath}", $"database={_database.Endpoint}",
        $"agent-process={_guest.Agent.Id}",
    ];

    public IEnumerable<string> Violations => _guest.Dom0.Violations.Concat(_database.Dom0.Violations);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _guest.StartAsync(cancellationToken);
        await _guest.WaitForAgentSocketAsync(cancellationToken);
        await _database.StartAsync(cancellationToken);
        await _database.Dom0.WaitForSyncsAsync(1, cancellationToken);
    }

    /// <summary>
    /// <c>write PATH VALUE</c>, <c>rm PATH</c>, <c>show PATH</c>: dom0's database; <c>clock SECONDS</c> or
    /// <c>clock none</c>: what time dom0 tells; <c>stop-database</c>, <c>start-database</c>: the guest's daemon.
    /// </summary>
    /// <returns>One line; it begins with an exclamation mark when that cannot be done.</returns>
    public async Task<string> DoAsync(string line)
    {
        string[] words = line.Split(' ', 3);
        using CancellationTokenSource limit = new(Patience);
        switch (words)
        {
            case ["write", string path, string value]:
                await _database.Dom0.WriteAsync(path, value, limit.Token);
                return "ok";
            case ["rm", string path]:
                await _database.Dom0.RemoveAsync(path, limit.Token);
                return "ok";
            case ["show", string path]:
                return _database.Dom0[path] is { } found ? "=" + found.ReplaceLineEndings("|") : "none";
            case ["clock", "none"]:
                _clock = null;
                return "ok";
            case ["clock", string seconds]:
                _clock = double.Parse(seconds, CultureInfo.InvariantCulture);
                return "ok";
            case ["stop-database"]:
                _ = await _database.Daemon.StopAsync();
                return "ok";
            case ["start-database"]:
                _database.StartDaemon();
                await _database.WaitForSocketAsync(limit.Token);
                return "ok";
            default:
                return "! not understood";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _guest.DisposeAsync();
    }

    private static async Task<int?> EchoAsync(ScriptedServiceSide side, CancellationToken token)
    {
        while (await side.ReadInputAsync(token) is { IsEmpty: false } input)
        {
            _ = await side.WriteAsync(input, token);
        }

        return 0;
    }

    private PolicyAnswer Policy(ServiceRequest request) => request.Service.Split('+')[0] switch
    {
        "qubes.GetDate" when _clock is { } ahead => PolicyAnswer.Allow(async (side, token) =>
        {
            string date = DateTimeOffset.UtcNow.AddSeconds(ahead)
                .ToString("yyyy-MM-ddTHH:mm:ss+00:00\n", CultureInfo.InvariantCulture);
            _ = await side.WriteAsync(date, token);
            return 0;
        }),
        "qubes.Filecopy" when request.Target != "vault" =>
            PolicyAnswer.Allow(new FileReceiver(Path.Join(_guest.Directory.FullPath, "received")).ReceiveAsync),
        "test.Echo" => PolicyAnswer.Allow(EchoAsync),
        "test.Who" => PolicyAnswer.Allow(static async (side, token) =>
        {
            _ = await side.WriteAsync($"{side.Request.Target} {side.Request.Service}\n", token);
            return 0;
        }),
        "test.Fail" => PolicyAnswer.Allow(static async (side, token) =>
        {
            _ = await side.WriteAsync("partly\n", token);
            _ = await side.WriteErrorAsync("it broke\n", token);
            return 7;
        }),
        "test.Hang" => PolicyAnswer.Allow(static async (side, token) =>
        {
            _ = await side.WriteAsync("begun\n", token);
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return 0;
        }),
        _ => PolicyAnswer.Refuse,
    };
}
