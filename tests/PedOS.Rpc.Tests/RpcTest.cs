using System.Globalization;
using PedOS.TestKit;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>A test with a guest whose services are the real program, bounded in time.</summary>
public abstract class RpcTest : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = new(Patience.Of(TimeSpan.FromSeconds(30)));
    private Func<ServiceRequest, PolicyAnswer> _policy = static _ => PolicyAnswer.Refuse;

    protected RpcTest()
    {
        Sessions = Own.MakeDirectory("sessions");
        Guest = new GuestUnderTest(
            new Dom0Options { Policy = request => _policy(request) },
            new Dictionary<string, string>
            {
                ["PEDOS_STAND_IN_CLOCK"] = ClockFile,
                ["PEDOS_STAND_IN_CLIPBOARD"] = ClipboardFile,
                ["PEDOS_SESSIONS"] = Sessions,
            });
    }

    protected CancellationToken Token => _limit.Token;

    protected GuestUnderTest Guest { get; }

    /// <summary>Where logons are made.</summary>
    protected string Sessions { get; }

    /// <summary>Where files are received.</summary>
    protected string Documents => Own.MakeDirectory("documents");

    private TestDirectory Own { get; } = new();

    private string StatePath => Own.PathOf("state");

    private string ClockFile => Own.PathOf("clock");

    private string ClipboardFile => Own.PathOf("clipboard");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        try
        {
            Assert.Empty(Guest.Dom0.Violations);
        }
        finally
        {
            await Guest.DisposeAsync();
            Own.Dispose();
            _limit.Dispose();
        }
    }

    /// <summary>Starts the guest; its services run the verbs.</summary>
    protected async Task StartAsync(Func<ServiceRequest, PolicyAnswer>? policy = null)
    {
        _policy = policy ?? _policy;
        string agent = $" --agent-socket={Guest.AgentSocket} --state-dir={StatePath}";
        Add("qubes.SetDateTime", $"set-date-time --state-dir={StatePath}");
        Add("qubes.SuspendPostAll", $"suspend-post-all{agent}");
        Add("test.SyncClock", $"sync-clock --json{agent}");
        Add("test.ForceClock", $"sync-clock --json --force{agent}");
        Add("qubes.ClipboardCopy", "clipboard-copy");
        Add("qubes.ClipboardPaste", "clipboard-paste");
        Add("qubes.Filecopy", $"receive-files --to={Documents}");
        Add("qubes.WaitForSession", "wait-for-session");
        Add("test.WaitBriefly", "wait-for-session --timeout=1");
        Add("qubes.WaitForRunningSystem", $"wait-for-running-system --database={Guest.Database}");
        Add("qubes.VMExec", "vm-exec");
        Add("qubes.VMRootExec", $"vm-root-exec --database={Guest.Database}");
        Add("qubes.VMShell", "vm-shell");
        Add("qubes.VMRootShell", $"vm-root-shell --database={Guest.Database}");
        await Guest.StartAsync(Token);
        await Guest.WaitForAgentSocketAsync(Token);
    }

    /// <summary>A policy under which the time is told with a text.</summary>
    protected static Func<ServiceRequest, PolicyAnswer> Tell(Func<string> text, TimeSpan delay = default) =>
        request => request is { Target: "@default", Service: "qubes.GetDate" }
            ? PolicyAnswer.Allow(async (side, token) =>
            {
                await Task.Delay(delay, token);
                _ = await side.WriteAsync(text(), token);
                return 0;
            })
            : PolicyAnswer.Refuse;

    /// <summary>A time as machines tell it, so many seconds from now.</summary>
    protected static string Date(double fromNow) => DateTimeOffset.UtcNow.AddSeconds(fromNow)
        .ToString("yyyy-MM-ddTHH:mm:ss+00:00\n", CultureInfo.InvariantCulture);

    /// <summary>Seconds by which the guest's clock was moved so far.</summary>
    protected double Moved => File.Exists(ClockFile)
        ? double.Parse(File.ReadAllText(ClockFile), CultureInfo.InvariantCulture)
        : 0;

    /// <summary>Lets the guest's clock begin so many seconds ahead.</summary>
    protected void BeginAhead(double seconds) =>
        File.WriteAllText(ClockFile, seconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>What is on the guest's clipboard; null when nothing is.</summary>
    protected string? Clipboard
    {
        get => File.Exists(ClipboardFile) ? File.ReadAllText(ClipboardFile) : null;
        set => File.WriteAllText(ClipboardFile, value);
    }

    /// <summary>Puts somebody before the machine.</summary>
    protected void LogOn(string id, string name)
    {
        string written = Own.PathOf(id);
        File.WriteAllText(written, $"NAME={name}\nSTATE=active\n");
        File.Move(written, Path.Combine(Sessions, id));
    }

    private void Add(string service, string arguments) =>
        Guest.AddService(service, $"exec {ProgramsPlace.PathOf("pedos-rpc")} {arguments}\n");
}
