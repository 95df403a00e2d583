using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.LocalEndpoints;

/// <summary>
/// The real agent and what a local program can make it do. The original took the user and the command of the local half
/// from whoever opened its pipe, and ran it as SYSTEM; here there is no field for either.
/// </summary>
public sealed class AgentEndpointTests : IAsyncDisposable
{
    private const int Timeout = 60_000;
    private const int FixedSize = 160;
    private const uint TriggerService3 = 0x212;
    private const uint TriggerService4 = 0x213;

    private static readonly string Agent = Path.Combine(ProgramDirectory, "qrexec-agent.exe");

    private readonly string _pipe = $@"\\.\pipe\pedos-test-{Guid.NewGuid():N}";
    private readonly string _directory = Directory.CreateTempSubdirectory("pedos-test").FullName;
    private Process? _agent;

    private static readonly (uint Type, string Words)[] Hostile =
    [
        (TriggerService4, "test.Allowed\0(null)\0cmd.exe /c echo x > MARKER\0"),
        (TriggerService4, "test.Allowed\0SYSTEM\0cmd.exe /c echo x > MARKER\0"),
        (TriggerService4, "test.Allowed\0SYSTEM:cmd.exe /c echo x > MARKER"),
        (TriggerService3, "test.Allowed\0"),
        (0x200, "SYSTEM:cmd.exe /c echo x > MARKER\0"),
    ];

    [PatientFact(Timeout = Timeout)]
    public async Task Request_WithAUserAndACommand_IsTurnedAway_AndRunsNothing()
    {
        Assert.SkipUnless(File.Exists(Agent), "the Windows programs are not published");
        Start();
        string marker = Path.Combine(_directory, "marker");
        foreach ((uint type, string words) in Hostile)
        {
            await using ILocalConnection hostile = await ConnectAsync();
            byte[] request = Request(type, words.Replace("MARKER", marker, StringComparison.Ordinal));
            await hostile.WriteAsync(request, default);
            Assert.Equal(0, await hostile.ReadAsync(new byte[8], default));
        }

        // An honest one is kept: it waits for dom0, which is not there.
        await using ILocalConnection honest = await ConnectAsync();
        await honest.WriteAsync(Request(TriggerService4, "test.Allowed\0"), default);
        using CancellationTokenSource wait = new(TimeSpan.FromSeconds(1));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => honest.ReadAsync(new byte[8], wait.Token).AsTask());
        Assert.False(File.Exists(marker));
    }

    public async ValueTask DisposeAsync()
    {
        if (_agent is not null)
        {
            _agent.Kill(entireProcessTree: true);
            await _agent.WaitForExitAsync();
            _agent.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    // The build names it as the machine outside of Wine does, whose root is drive Z.
    private static string ProgramDirectory
    {
        get
        {
            string named = Environment.GetEnvironmentVariable("PEDOS_BIN_WIN") ?? string.Empty;
            return named.StartsWith('/') ? "Z:" + named.Replace('/', '\\') : named;
        }
    }

    private static byte[] Request(uint type, string words)
    {
        byte[] text = Encoding.UTF8.GetBytes(words);
        byte[] request = new byte[8 + FixedSize + text.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(request, type);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(4), FixedSize + text.Length);
        text.CopyTo(request, 8 + FixedSize);
        return request;
    }

    private void Start() => _agent = Process.Start(new ProcessStartInfo(Agent)
    {
        ArgumentList = { $"--agent-socket={_pipe}" },
        UseShellExecute = false,
        Environment =
        {
            ["VCHAN_DOMAIN"] = "42",
            ["VCHAN_SOCKET_DIR"] = _directory,
            ["QREXEC_SERVICE_PATH"] = _directory,
        },
    });

    private async Task<ILocalConnection> ConnectAsync()
    {
        NamedPipeConnector connector = new();
        while (true)
        {
            try
            {
                return await connector.ConnectAsync(_pipe, default);
            }
            catch (IOException) when (_agent?.HasExited == false)
            {
                // Not there yet.
                await Task.Delay(20);
            }
        }
    }
}
