using PedOS.TestKit;
using PedOS.TestKit.Database;
using Xunit;

namespace PedOS.Database.Tests;

/// <summary>A test with a daemon and a dom0, bounded in time; it also fails when the daemon broke a rule.</summary>
public abstract class DatabaseTest : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = new(Patience.Of(TimeSpan.FromSeconds(30)));

    /// <summary>Ends every wait of the test.</summary>
    protected CancellationToken Token => _limit.Token;

    protected DatabaseUnderTest Guest { get; } = new();

    protected ScriptedDatabase Dom0 => Guest.Dom0;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        try
        {
            Assert.Empty(Dom0.Violations);
            if (Guest.Daemon is { } daemon)
            {
                Assert.False(daemon.HasExited, daemon.Error);
            }
        }
        finally
        {
            await Guest.DisposeAsync();
            _limit.Dispose();
        }
    }

    /// <summary>Starts everything, with entries in dom0.</summary>
    protected async Task StartAsync(params (string Path, string Value)[] entries)
    {
        foreach ((string path, string value) in entries)
        {
            Dom0[path] = value;
        }

        await Guest.StartAsync(Token);
    }

    protected Task<RawDatabaseClient> ConnectAsync() => RawDatabaseClient.ConnectAsync(Guest.Endpoint, Token);

    /// <summary>Asks on a connection of its own.</summary>
    protected async Task<string?> AskAsync(byte type, string path, string data = "")
    {
        await using RawDatabaseClient client = await ConnectAsync();
        return await client.AskAsync(type, path, data, Token);
    }

    /// <summary>Waits until a READ is answered so.</summary>
    protected async Task WaitForValueAsync(string path, string? value)
    {
        string expected = value is null ? $"{WireMessage.NoEnt} {path}" : $"{WireMessage.Value} {path}={value}";
        while (await AskAsync(WireMessage.Read, path) != expected)
        {
            await Task.Delay(2, Token);
        }
    }
}
