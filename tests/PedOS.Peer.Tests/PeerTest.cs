using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests;

/// <summary>
/// A test with a guest of its own, bounded in time. Whatever a test looks at, it also fails when the guest broke a rule
/// of the protocol or left a port in use.
/// </summary>
public abstract class PeerTest : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private GuestUnderTest? _guest;

    /// <summary>Ends every wait of the test.</summary>
    protected CancellationToken Token => _limit.Token;

    /// <summary>The guest, after <see cref="StartAsync"/> or <see cref="Prepare"/>.</summary>
    protected GuestUnderTest Guest => _guest ?? throw new InvalidOperationException("no guest was started");

    /// <summary>Whether the end of the test checks rules and ports; tests that break rules switch it off.</summary>
    protected bool ChecksRules { get; set; } = true;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_guest is not null)
        {
            await using GuestUnderTest guest = _guest;
            if (ChecksRules)
            {
                Assert.Empty(guest.Dom0.Violations);
                while (guest.Dom0.PortsInUse > 0)
                {
                    await Task.Delay(5, Token);
                }
            }
        }

        _limit.Dispose();
    }

    /// <summary>Makes the guest; nothing runs yet.</summary>
    protected void Prepare(Dom0Options? options = null, IReadOnlyDictionary<string, string>? environment = null) =>
        _guest = new GuestUnderTest(options, environment);

    /// <summary>Makes the guest and starts it.</summary>
    protected async Task StartAsync(Dom0Options? options = null)
    {
        Prepare(options);
        await Guest.StartAsync(Token);
    }

    /// <summary>Begins a shell command and opens its data channel.</summary>
    protected async Task<Dom0Call> OpenAsync(string command)
    {
        Dom0Call call = await Guest.Dom0.BeginAsync($"{GuestUnderTest.User}:{command}", cancellationToken: Token);
        Assert.True(await call.OpenAsync(Token));
        return call;
    }

    /// <summary>Makes a named pipe on which programs of the test wait.</summary>
    protected string MakeFifo() => Guest.Directory.MakeFifo("fifo");

    /// <summary>Waits until a program of the test has made a file.</summary>
    protected async Task WaitForFileAsync(string path)
    {
        while (!File.Exists(path))
        {
            await Task.Delay(5, Token);
        }
    }

    /// <summary>
    /// Skips what is promised beyond the original, when the tests themselves are tried against its programs
    /// (PEDOS_ORIGINAL=1).
    /// </summary>
    protected static void SkipForOriginal(string why, bool when = true) => Assert.SkipWhen(
        when && Environment.GetEnvironmentVariable("PEDOS_ORIGINAL") is not null, $"the original: {why}");
}
