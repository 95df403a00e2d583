using PedOS.TestKit;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests;

/// <summary>
/// A test with a guest, bounded in time. Whatever a test looks at, it also fails when the guest broke a rule of the
/// protocol or left a port in use.
/// </summary>
/// <param name="shared">The guest of the class, for tests without special wishes; null: one per test.</param>
public abstract class PeerTest(SharedGuest? shared = null) : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = new(Patience.Of(TimeSpan.FromSeconds(30)));
    private GuestUnderTest? _guest;
    private bool _borrowed;

    /// <summary>Ends every wait of the test.</summary>
    protected CancellationToken Token => _limit.Token;

    /// <summary>The guest, after <see cref="StartAsync"/> or <see cref="Prepare"/>.</summary>
    protected GuestUnderTest Guest => _guest ?? throw new InvalidOperationException("no guest was started");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        if (_guest is null)
        {
            _limit.Dispose();
            return;
        }

        bool clean = false;
        try
        {
            while (_guest.Dom0.PortsInUse > 0)
            {
                await Task.Delay(2, Token);
            }

            Assert.Empty(_guest.Dom0.Violations);
            clean = TestContext.Current.TestState?.Result == TestResult.Passed;
        }
        finally
        {
            await (_borrowed ? shared!.ReturnAsync(clean) : _guest.DisposeAsync().AsTask());
            _limit.Dispose();
        }
    }

    /// <summary>Makes a guest of the test's own; nothing runs yet.</summary>
    protected void Prepare(Dom0Options? options = null, IReadOnlyDictionary<string, string>? environment = null) =>
        _guest = new GuestUnderTest(options, environment);

    /// <summary>Starts a guest: the shared one, or one of the test's own when it has options.</summary>
    protected async Task StartAsync(Dom0Options? options = null)
    {
        if (options is null && shared is not null)
        {
            _borrowed = true;
            _guest = await shared.BorrowAsync(Token);
            return;
        }

        Prepare(options);
        await Guest.StartAsync(Token);
    }

    /// <summary>Starts a guest whose dom0 has a policy, and waits until its agent takes requests.</summary>
    protected async Task StartWithPolicyAsync(Func<ServiceRequest, PolicyAnswer> policy, uint version = 4)
    {
        bool special = shared is null || version != 4;
        await StartAsync(special ? new Dom0Options { Version = version, Policy = policy } : null);
        if (!special)
        {
            shared!.Policy = policy;
        }

        await Guest.WaitForAgentSocketAsync(Token);
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
