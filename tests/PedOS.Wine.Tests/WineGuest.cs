using System.Globalization;
using PedOS.Build.Tools;
using PedOS.TestKit.Database;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>A guest whose programs are the published Windows binaries under Wine; dom0 is on the Linux side.</summary>
public sealed class WineGuest : IAsyncDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly List<ProgramUnderTest> _programs = [];
    private bool _hasDatabase;

    private WineGuest(Dom0Options options)
    {
        Services = _directory.MakeDirectory("rpc");
        Vchans = _directory.MakeDirectory("vchan");
        Dom0 = new ScriptedDom0(new LoopbackVchanPlace(Vchans), options);
        Database = new ScriptedDatabase(new LoopbackVchanPlace(Vchans), options.VmId);
    }

    private static string? Missing =>
        !File.Exists(Requirement.WineLoader) ? "Wine is not installed"
        : Environment.GetEnvironmentVariable("WINEPREFIX") is null ? "WINEPREFIX is not set"
        : !File.Exists(PathOf("qrexec-agent")) ? "the Windows programs are not published" : null;

    /// <summary>Makes one, or skips the test where there can be none.</summary>
    /// <param name="policy">Answers its calls; by default they are refused.</param>
    public static WineGuest CreateOrSkip(Func<ServiceRequest, PolicyAnswer>? policy = null)
    {
        SkipWhereMissing();
        return new WineGuest(new Dom0Options
        {
            Policy = policy ?? (static _ => PolicyAnswer.Refuse),
            ServiceConnectTimeout = TimeSpan.FromSeconds(30),
        });
    }

    /// <summary>Skips the test where the published programs cannot run.</summary>
    public static void SkipWhereMissing() => Assert.SkipWhen(Missing is not null, Missing ?? "");

    /// <summary>The machine around it.</summary>
    public ScriptedDom0 Dom0 { get; }

    /// <summary>dom0's configuration database.</summary>
    public ScriptedDatabase Database { get; }

    /// <summary>Directory of service definitions.</summary>
    public string Services { get; }

    private string Vchans { get; }

    /// <summary>Whoever is logged on: under Wine, the account everything runs as.</summary>
    public static string User => "DEFAULT";

    /// <summary>
    /// Starts the agent and waits until it has met dom0. Without a database of its own it must not find that of another
    /// guest.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = _hasDatabase
            ? Start("qrexec-agent", $"--agent-socket={PipeName}")
            : Start("qrexec-agent", $"--agent-socket={PipeName}", $"--database={PipeName}-none");
        Dom0.Start();
        await Dom0.WaitForAgentAsync(cancellationToken);
    }

    /// <summary>Starts the daemon of the database on its pipe, and waits until it has synced.</summary>
    public async Task StartDatabaseAsync(CancellationToken cancellationToken)
    {
        _hasDatabase = true;
        Database.Start();
        _ = Start("PedOSdb-daemon");
        await Database.WaitForSyncsAsync(1, cancellationToken);
    }

    /// <summary>Starts a program, which finds the others where they are on every machine.</summary>
    public ProgramUnderTest Run(string program, params IReadOnlyList<string> arguments) => Start(program, arguments);

    /// <summary>Starts the program that calls services elsewhere.</summary>
    public ProgramUnderTest StartClient(params IEnumerable<string> arguments) =>
        Start("qrexec-client-vm", [$"--agent-socket={PipeName}", .. arguments]);

    /// <summary>Adds a service.</summary>
    public void AddService(string name, string definition) =>
        File.WriteAllText(Path.Combine(Services, name), definition + "\r\n");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Dom0.DisposeAsync();
        await Database.DisposeAsync();
        foreach (ProgramUnderTest program in _programs)
        {
            program.Kill();
            await program.DisposeAsync();
        }

        _directory.Dispose();
    }

    /// <summary>Pipe of this guest's agent.</summary>
    public string PipeName => $@"\\.\pipe\pedos-test-{Path.GetFileName(_directory.FullPath)}";

    /// <summary>A published program.</summary>
    public static string PathOf(string program) => Path.Combine(
        Environment.GetEnvironmentVariable("PEDOS_BIN_WIN") ?? string.Empty, program + ".exe");

    private ProgramUnderTest Start(string program, params IReadOnlyList<string> arguments)
    {
        string[] command = [PathOf(program), .. arguments];
        ProgramUnderTest started = ProgramUnderTest.Start(new ProgramStart(Requirement.WineLoader, command)
        {
            Environment = new Dictionary<string, string>
            {
                ["VCHAN_DOMAIN"] = Dom0.Options.VmId.ToString(CultureInfo.InvariantCulture),
                ["VCHAN_SOCKET_DIR"] = WinePath.Of(Vchans),
                ["QREXEC_SERVICE_PATH"] = WinePath.Of(Services),
                ["QUBES_RPC_CONFIG_PATH"] = WinePath.Of(_directory.FullPath),
            },
        });
        _programs.Add(started);
        return started;
    }
}
