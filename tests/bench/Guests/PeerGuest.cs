using System.Diagnostics;
using PedOS.Bench.Processes;
using PedOS.TestKit.Programs;

namespace PedOS.Bench.Guests;

/// <summary>An agent, ours or the original's, and the original's daemon and client around it.</summary>
/// <param name="side">Name in the report.</param>
/// <param name="programs">The original's programs; agent and client of the guest may be ours.</param>
/// <param name="streamBytes">Size of the streams that will be sent.</param>
internal sealed class PeerGuest(string side, PeerPrograms programs, long streamBytes) : IGuest
{
    private const string GuestName = "testvm";
    private const string GuestId = "42";

    // Seconds the client waits for the guest's end of a call; the transport loses one now and then.
    private const string ConnectSeconds = "4";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);

    // Slower than this is a hang, not a figure.
    private static readonly TimeSpan StreamLimit = TimeSpan.FromSeconds(60);

    private readonly TestDirectory _directory = new();
    private NativeCommand? _call;
    private NativeCommand? _callOut;
    private ProgramUnderTest? _agent;
    private ProgramUnderTest? _daemon;

    /// <inheritdoc/>
    public string Side => side;

    /// <inheritdoc/>
    public GuestProcesses Processes { get; private set; } = null!;

    private string ErrorFile => _directory.PathOf("client.err");

    private string InputFile => _directory.PathOf("zeros");

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string services = _directory.MakeDirectory("rpc");
        TrivialService.Install(services);
        using (FileStream zeros = File.Create(InputFile))
        {
            zeros.SetLength(streamBytes);
        }

        Dictionary<string, string> guest = Variables(GuestId);
        guest["QREXEC_SERVICE_PATH"] = services;
        guest["QUBES_RPC_CONFIG_PATH"] = _directory.MakeDirectory("cfg");
        Dictionary<string, string> dom0 = Variables("0");
        dom0["QREXEC_SERVICE_PATH"] = services;
        dom0["QUBES_RPC_CONFIG_PATH"] = guest["QUBES_RPC_CONFIG_PATH"];
        string agentSocket = _directory.PathOf("agent.sock");
        _agent = ProgramUnderTest.Start(
            new ProgramStart(programs.Agent, "--no-fork-server", $"--agent-socket={agentSocket}")
            {
                Environment = guest,
            });
        _daemon = ProgramUnderTest.Start(
            new ProgramStart(
                programs.Daemon, "--uuid=6c1b53a8-31a9-4f35-9ac2-3a8a1d0f42aa", $"--socket-dir={_directory.FullPath}",
                $"--policy-program={WritePolicy()}", "--direct", GuestId, GuestName, GuestUnderTest.User)
            {
                Environment = dom0,
            });
        await WaitUntilServedAsync(agentSocket, cancellationToken);
        Processes = new GuestProcesses(_agent.Id, _directory.FullPath);
        _callOut = new NativeCommand(
            programs.GuestClient, [$"--agent-socket={agentSocket}", "dom0", TrivialService.Name], guest);
        _call = Client($"QUBESRPC {TrivialService.Name} dom0", "/dev/null", "/dev/null");
    }

    /// <inheritdoc/>
    public Task<CallOutcome> CallAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(CallOutcome.Of(_call!, CallLimit));
    }

    /// <inheritdoc/>
    public Task<CallOutcome> CallOutAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(CallOutcome.Of(_callOut!, CallLimit));
    }

    /// <inheritdoc/>
    public Task<StreamOutcome> ReceiveAsync(long bytes, CancellationToken cancellationToken) =>
        StreamAsync(TrivialService.Source(bytes), "/dev/null", static _ => true, cancellationToken);

    /// <inheritdoc/>
    public Task<StreamOutcome> SendAsync(long bytes, CancellationToken cancellationToken) =>
        StreamAsync(TrivialService.Sink, InputFile, e => TrivialService.SaysBytes(e, bytes), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _call?.Dispose();
        _callOut?.Dispose();
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }

        if (_agent is not null)
        {
            foreach (int process in Processes?.Members ?? [])
            {
                _ = Signals.Send(process, Signals.Kill);
            }

            await _agent.DisposeAsync();
        }

        _directory.Dispose();
    }

    private Task<StreamOutcome> StreamAsync(
        string command, string input, Func<string, bool> isWhole, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using NativeCommand client = Client(command, input, ErrorFile);
        long begin = Stopwatch.GetTimestamp();
        int exitCode = client.Run(StreamLimit);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        string error = File.ReadAllText(ErrorFile);
        return Task.FromResult(
            new StreamOutcome(exitCode == 0 && isWhole(error), elapsed, TrivialService.ReadTimes(error)));
    }

    // The daemon asks it about every call from the guest; it is the same for both sides.
    private string WritePolicy()
    {
        string path = _directory.PathOf("policy");
        TestDirectory.WriteExecutable(
            path,
            "#!/bin/sh\nprintf 'user=%s\\nresult=allow\\ntarget=@adminvm\\nautostart=False\\nrequested_target=dom0\\n'"
            + $" '{GuestUnderTest.User}'\n");
        return path;
    }

    private NativeCommand Client(string command, string input, string error) => new(
        programs.Client,
        [
            $"--socket-dir={_directory.FullPath}", "-w", ConnectSeconds, "-d", GuestName,
            $"{GuestUnderTest.User}:{command}",
        ],
        Variables("0"),
        input,
        "/dev/null",
        error);

    private async Task WaitUntilServedAsync(string agentSocket, CancellationToken cancellationToken)
    {
        string daemonSocket = _directory.PathOf($"qrexec.{GuestId}");
        long begin = Stopwatch.GetTimestamp();
        while (!File.Exists(daemonSocket) || !File.Exists(agentSocket))
        {
            if (_agent!.HasExited || _daemon!.HasExited || Stopwatch.GetElapsedTime(begin) > StartLimit)
            {
                throw new TimeoutException(
                    $"{programs.Agent} and {programs.Daemon} did not meet: {_agent.Error.Trim()} "
                    + _daemon!.Error.Trim());
            }

            await Task.Delay(5, cancellationToken);
        }
    }

    private Dictionary<string, string> Variables(string domain) => new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/",
        ["USER"] = GuestUnderTest.User,
        ["LOGNAME"] = GuestUnderTest.User,
        ["SHELL"] = "/bin/sh",
        ["LANG"] = "C.UTF-8",
        ["VCHAN_SOCKET_DIR"] = _directory.FullPath,
        ["VCHAN_DOMAIN"] = domain,
        ["QREXEC_STARTUP_TIMEOUT"] = "20",
    };
}
