using System.Globalization;
using System.Net.Sockets;
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
        Logs = Directory.MakeDirectory("log");
        Database = Directory.PathOf("no-db.sock");
        File.WriteAllText(SettingsFile, $"LogDir = {Logs}\n");
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

    /// <summary>
    /// Where the agent looks for the configuration database; nobody listens there unless a test does.
    /// </summary>
    public string Database { get; set; }

    /// <summary>Where the programs write their logs.</summary>
    public string Logs { get; }

    /// <summary>Settings of the programs, read by them while they run.</summary>
    public string SettingsFile => Path.Combine(Directory.MakeDirectory("settings"), "settings.txt");

    /// <summary>The agent, once it was started.</summary>
    public ProgramUnderTest Agent { get; private set; } = null!;

    /// <summary>What a caller in the guest has to know: its machine, where vchans are, its settings.</summary>
    public IReadOnlyDictionary<string, string> ClientVariables => Variables(_extra);

    /// <summary>Starts agent and dom0 and waits until they have met.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        StartAgent();
        Dom0.Start();
        await Dom0.WaitForAgentAsync(cancellationToken);
    }

    /// <summary>Starts the agent, for the first time or again.</summary>
    /// <param name="prepare">Shell commands whose process it then becomes; null for none.</param>
    public void StartAgent(string? prepare = null)
    {
        string[] command =
        [
            ProgramsPlace.PathOf("qrexec-agent"),
            "--no-fork-server",
            $"--agent-socket={AgentSocket}",
            .. (string[])(IsOriginal ? [] : [$"--database={Database}"]),
        ];
        if (prepare is not null)
        {
            command = ["/bin/sh", "-c", $"{prepare}; exec \"$0\" \"$@\"", .. command];
        }

        Agent = ProgramUnderTest.Start(
            new ProgramStart(command[0], [.. command.Skip(1)]) { Environment = Variables(_extra) });
    }

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
                Environment = Variables(environment ?? _extra),
            });

    /// <summary>Process ids of the wrappers of this guest: one, and for a moment two when one is replaced.</summary>
    public IReadOnlyList<int> FindWrappers() =>
        [.. OwnProcesses().Where(id => ProcessFigures.NameOf(id) == "qrexec-wrapper")];

    /// <summary>Memory that agent and wrappers hold, in bytes.</summary>
    public long ResidentBytes() => FindWrappers().Append(Agent.Id)
        .Sum(id => ProcessFigures.Read(id) is { } figures ? figures.Resident : 0);

    /// <summary>Lines of all logs that hold a text, from every life of agent and wrapper.</summary>
    public IReadOnlyList<string> LogLines(string text) =>
        [.. System.IO.Directory.GetFiles(Logs).SelectMany(ReadShared)
            .Where(line => line.Contains(text, StringComparison.Ordinal))];

    /// <summary>Waits until the logs hold a text.</summary>
    public async Task WaitForLogAsync(string text, CancellationToken cancellationToken)
    {
        while (LogLines(text).Count == 0)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Waits until the agent takes requests: its socket appears some time after the handshake.</summary>
    public async Task WaitForAgentSocketAsync(CancellationToken cancellationToken)
    {
        while (!File.Exists(AgentSocket))
        {
            await Task.Delay(2, cancellationToken);
        }
    }

    /// <summary>Waits until an agent that was started again takes requests; the one before left its socket.</summary>
    public async Task WaitForAcceptingAgentAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await probe.ConnectAsync(new UnixDomainSocketEndPoint(AgentSocket), cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(2, cancellationToken);
            }
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
        foreach (int process in OwnProcesses())
        {
            _ = Signals.Send(process, Signals.Kill);
        }
    }

    // The tests are also tried against the original's programs, which have no such option.
    private static bool IsOriginal => Environment.GetEnvironmentVariable("PEDOS_ORIGINAL") is not null;

    private List<int> OwnProcesses()
    {
        byte[] mark = Encoding.UTF8.GetBytes($"VCHAN_SOCKET_DIR={Directory.FullPath}\0");
        return [.. ProcessFigures.All().Where(id => ProcessFigures.EnvironmentOf(id).AsSpan().IndexOf(mark) >= 0)];
    }

    // A log is open for writing while it is read.
    private static List<string> ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        List<string> lines = [];
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
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
            ["PEDOS_SETTINGS"] = SettingsFile,
        };
        foreach ((string name, string value) in extra)
        {
            variables[name] = value;
        }

        return variables;
    }
}
