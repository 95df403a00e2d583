using System.Globalization;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;

namespace PedOS.Wine.Tests;

/// <summary>A guest whose programs are the published Windows binaries under Wine; dom0 is on the Linux side.</summary>
public sealed class WineGuest : IAsyncDisposable
{
    private const string Wine = "/usr/lib/wine/wine64";

    private readonly TestDirectory _directory = new();
    private readonly List<ProgramUnderTest> _programs = [];

    public WineGuest(Dom0Options options)
    {
        Services = _directory.MakeDirectory("rpc");
        Vchans = _directory.MakeDirectory("vchan");
        Dom0 = new ScriptedDom0(new LoopbackVchanPlace(Vchans), options);
    }

    /// <summary>Why this cannot run here; null when it can.</summary>
    public static string? Missing =>
        !File.Exists(Wine) ? "Wine is not installed"
        : Environment.GetEnvironmentVariable("WINEPREFIX") is null ? "WINEPREFIX is not set"
        : !File.Exists(PathOf("qrexec-agent")) ? "the Windows programs are not published" : null;

    /// <summary>The machine around it.</summary>
    public ScriptedDom0 Dom0 { get; }

    /// <summary>Directory of service definitions.</summary>
    public string Services { get; }

    private string Vchans { get; }

    /// <summary>Whoever is logged on: under Wine, the account everything runs as.</summary>
    public static string User => "DEFAULT";

    /// <summary>Starts the agent and waits until it has met dom0.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Start("qrexec-agent", $"--agent-socket={PipeName}");
        Dom0.Start();
        await Dom0.WaitForAgentAsync(cancellationToken);
    }

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
        foreach (ProgramUnderTest program in _programs)
        {
            program.Kill();
            await program.DisposeAsync();
        }

        _directory.Dispose();
    }

    private string PipeName => $@"\\.\pipe\pedos-test-{Path.GetFileName(_directory.FullPath)}";

    private static string PathOf(string program) => Path.Combine(
        Environment.GetEnvironmentVariable("PEDOS_BIN_WIN") ?? string.Empty, program + ".exe");

    private static string Windows(string path) => "Z:" + path.Replace('/', '\\');

    private ProgramUnderTest Start(string program, params IReadOnlyList<string> arguments)
    {
        ProgramUnderTest started = ProgramUnderTest.Start(new ProgramStart(Wine, [PathOf(program), .. arguments])
        {
            Environment = new Dictionary<string, string>
            {
                ["VCHAN_DOMAIN"] = Dom0.Options.VmId.ToString(CultureInfo.InvariantCulture),
                ["VCHAN_SOCKET_DIR"] = Windows(Vchans),
                ["QREXEC_SERVICE_PATH"] = Windows(Services),
                ["QUBES_RPC_CONFIG_PATH"] = Windows(_directory.FullPath),
            },
        });
        _programs.Add(started);
        return started;
    }
}
