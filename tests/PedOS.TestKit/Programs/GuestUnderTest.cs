using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.RawVchan;

namespace PedOS.TestKit.Programs;

/// <summary>One guest: a directory with services and settings, the real agent, and a scripted dom0 around it.</summary>
[SupportedOSPlatform("linux")]
public sealed class GuestUnderTest : IAsyncDisposable
{
    private readonly Dictionary<string, string> _extra;

    /// <summary>Prepares the directories; nothing runs yet.</summary>
    /// <param name="options">How dom0 behaves.</param>
    /// <param name="environment">Further variables of the agent.</param>
    public GuestUnderTest(Dom0Options? options = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        _extra =
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        ServiceDirectories = [Directory.MakeDirectory("rpc1"), Directory.MakeDirectory("rpc2")];
        SettingsDirectories = [Directory.MakeDirectory("cfg1"), Directory.MakeDirectory("cfg2")];
        Place = new UnixVchanPlace(Directory.FullPath);
        Dom0 = new ScriptedDom0(Place, options);
    }

    /// <summary>The account commands run as; tests run agents as themselves.</summary>
    public static string User => Environment.UserName;

    /// <summary>Everything of this guest is here.</summary>
    public TestDirectory Directory { get; } = new();

    /// <summary>The vchans.</summary>
    public UnixVchanPlace Place { get; }

    /// <summary>The machine around it.</summary>
    public ScriptedDom0 Dom0 { get; }

    /// <summary>Where services are looked for, in order.</summary>
    public IReadOnlyList<string> ServiceDirectories { get; }

    /// <summary>Where settings of services are looked for, in order.</summary>
    public IReadOnlyList<string> SettingsDirectories { get; }

    /// <summary>Socket on which the agent takes requests.</summary>
    public string AgentSocket => Directory.PathOf("agent.sock");

    /// <summary>The agent, once it was started.</summary>
    public ProgramUnderTest Agent { get; private set; } = null!;

    /// <summary>Starts agent and dom0 and waits until they have met.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        StartAgent();
        Dom0.Start();
        await Dom0.WaitForAgentAsync(cancellationToken);
    }

    /// <summary>Starts the agent, for the first time or again.</summary>
    public void StartAgent() => Agent = ProgramUnderTest.Start(
        new ProgramStart(ProgramsPlace.PathOf("qrexec-agent"), "--no-fork-server", $"--agent-socket={AgentSocket}")
        {
            Environment = Variables(_extra),
        });

    /// <summary>Adds a service that <c>/bin/sh</c> runs.</summary>
    /// <param name="name"><c>NAME</c> or <c>NAME+ARGUMENT</c>.</param>
    /// <param name="script">Its text without the first line.</param>
    /// <param name="place">Which directory.</param>
    public void AddService(string name, string script, int place = 0) =>
        TestDirectory.WriteExecutable(Path.Combine(ServiceDirectories[place], name), "#!/bin/sh\n" + script);

    /// <summary>Adds settings of a service.</summary>
    public void AddSettings(string name, string content, int place = 0) =>
        File.WriteAllText(Path.Combine(SettingsDirectories[place], name), content);

    /// <summary>Runs a service called by dom0, or by the machine named, to its end.</summary>
    public Task<CallResult> CallAsync(
        string descriptor, string source = "dom0", ReadOnlyMemory<byte> input = default,
        CancellationToken cancellationToken = default) =>
        Dom0.RunAsync($"{User}:QUBESRPC {descriptor} {source}", input, cancellationToken);

    /// <summary>Runs a shell command to its end.</summary>
    public Task<CallResult> ShellAsync(
        string command, ReadOnlyMemory<byte> input = default, CancellationToken cancellationToken = default) =>
        Dom0.RunAsync($"{User}:{command}", input, cancellationToken);

    /// <summary>Starts qrexec-client-vm.</summary>
    public ProgramUnderTest StartClient(params IEnumerable<string> arguments) => StartClient(arguments, null);

    /// <summary>Starts qrexec-client-vm with further variables.</summary>
    public ProgramUnderTest StartClient(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment) =>
        ProgramUnderTest.Start(
            new ProgramStart(
                ProgramsPlace.PathOf("qrexec-client-vm"), [$"--agent-socket={AgentSocket}", .. arguments])
            {
                Environment = Variables(environment ?? new Dictionary<string, string>()),
            });

    /// <summary>Waits until the agent takes requests: its socket appears some time after the handshake.</summary>
    public async Task WaitForAgentSocketAsync(CancellationToken cancellationToken)
    {
        while (!File.Exists(AgentSocket))
        {
            await Task.Delay(2, cancellationToken);
        }
    }

    /// <summary>Removes services, settings and what a test has left: the running guest can serve another.</summary>
    public void Clear()
    {
        foreach (string directory in ServiceDirectories.Concat(SettingsDirectories))
        {
            System.IO.Directory.Delete(directory, recursive: true);
            _ = System.IO.Directory.CreateDirectory(directory);
        }

        foreach (string file in System.IO.Directory.GetFiles(Directory.FullPath))
        {
            if (!file.EndsWith(".sock", StringComparison.Ordinal))
            {
                File.Delete(file);
            }
        }

        Dom0.ForgetRequests();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Dom0.DisposeAsync();
        if (Agent is not null)
        {
            await Agent.DisposeAsync();
        }

        KillLeftovers();
        Directory.Dispose();
    }

    // A killed agent leaves processes behind that are nobody's children any more; they are known by their environment.
    private void KillLeftovers()
    {
        byte[] mark = Encoding.UTF8.GetBytes($"VCHAN_SOCKET_DIR={Directory.FullPath}\0");
        foreach (int process in ProcessFigures.All())
        {
            if (ProcessFigures.EnvironmentOf(process).AsSpan().IndexOf(mark) >= 0)
            {
                _ = Signals.Send(process, Signals.Kill);
            }
        }
    }

    private Dictionary<string, string> Variables(IReadOnlyDictionary<string, string> extra)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["VCHAN_DOMAIN"] = Dom0.Options.VmId.ToString(CultureInfo.InvariantCulture),
            ["VCHAN_SOCKET_DIR"] = Directory.FullPath,
            ["QREXEC_SERVICE_PATH"] = string.Join(':', ServiceDirectories),
            ["QUBES_RPC_CONFIG_PATH"] = string.Join(':', SettingsDirectories),
            ["QREXEC_NO_ROOT"] = "1",
        };
        foreach ((string name, string value) in extra)
        {
            variables[name] = value;
        }

        return variables;
    }
}
