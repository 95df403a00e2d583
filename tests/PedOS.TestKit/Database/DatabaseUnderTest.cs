using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;

namespace PedOS.TestKit.Database;

/// <summary>The real daemon with a scripted dom0, in a directory of their own.</summary>
[SupportedOSPlatform("linux")]
public sealed class DatabaseUnderTest : IAsyncDisposable
{
    private const uint VmId = 42;

    /// <summary>Prepares the directory; nothing runs yet.</summary>
    public DatabaseUnderTest()
    {
        File.WriteAllText(SettingsFile, $"LogDir = {Directory.MakeDirectory("log")}\n");
        Dom0 = new ScriptedDatabase(new UnixVchanPlace(Directory.FullPath), VmId);
    }

    /// <summary>Everything is here.</summary>
    public TestDirectory Directory { get; } = new();

    /// <summary>dom0's database.</summary>
    public ScriptedDatabase Dom0 { get; }

    /// <summary>Where clients connect.</summary>
    public string Endpoint => Directory.PathOf("db.sock");

    /// <summary>Where clients connect that never write.</summary>
    public string ReadOnlyEndpoint => Directory.PathOf("db.ro.sock");

    /// <summary>The daemon, once it was started.</summary>
    public ProgramUnderTest Daemon { get; private set; } = null!;

    private string SettingsFile => Directory.PathOf("settings.txt");

    /// <summary>Starts dom0 and the daemon, and waits until it serves.</summary>
    public async Task StartAsync(CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        Dom0.Start();
        StartDaemon(arguments);
        await WaitForSocketAsync(cancellationToken);
    }

    /// <summary>Starts the daemon.</summary>
    public void StartDaemon(params IEnumerable<string> arguments) => Daemon = ProgramUnderTest.Start(
        new ProgramStart(
            ProgramsPlace.PathOf("PedOSdb-daemon"),
            [$"--socket={Endpoint}", $"--read-only-socket={ReadOnlyEndpoint}", .. arguments])
        {
            Environment = Variables(),
        });

    /// <summary>Waits until the daemon serves on both sockets.</summary>
    public async Task WaitForSocketAsync(CancellationToken cancellationToken)
    {
        foreach (string path in (string[])[Endpoint, ReadOnlyEndpoint])
        {
            while (!await AcceptsAsync(path, cancellationToken))
            {
                await Task.Delay(2, cancellationToken);
            }
        }
    }

    /// <summary>Runs the command program to its end.</summary>
    public ProgramUnderTest StartCommand(params IEnumerable<string> arguments) => ProgramUnderTest.Start(
        new ProgramStart(ProgramsPlace.PathOf("pedosdb"), [$"--socket={Endpoint}", .. arguments]));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Daemon is not null)
        {
            await Daemon.DisposeAsync();
        }

        await Dom0.DisposeAsync();
        Directory.Dispose();
    }

    // A file may be there a moment before, or for ever after, somebody listens.
    private static async Task<bool> AcceptsAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using RawDatabaseClient probe = await RawDatabaseClient.ConnectAsync(path, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Dictionary<string, string> Variables() => new(StringComparer.Ordinal)
    {
        ["VCHAN_DOMAIN"] = VmId.ToString(CultureInfo.InvariantCulture),
        ["VCHAN_SOCKET_DIR"] = Directory.FullPath,
        ["PEDOS_SETTINGS"] = SettingsFile,
    };
}
