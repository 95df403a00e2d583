using System.Buffers.Binary;
using PedOS.TestKit;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Crash.Tests;

/// <summary>A guest among enemies, bounded in time.</summary>
public abstract class CrashTest : IAsyncLifetime
{
    private const long Mebibyte = 1 << 20;

    private readonly CancellationTokenSource _limit = new(Patience.Of(TimeSpan.FromSeconds(90)));
    private GuestUnderTest? _guest;
    private long _residentAtStart;

    /// <summary>Ends every wait of the test.</summary>
    protected CancellationToken Token => _limit.Token;

    /// <summary>The guest, after <see cref="Prepare"/>.</summary>
    protected GuestUnderTest Guest => _guest ?? throw new InvalidOperationException("no guest was started");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_guest is not null)
        {
            await _guest.DisposeAsync();
        }

        _limit.Dispose();
    }

    /// <summary>Starts a guest that waits 3 s for data channels; dom0 is not there yet.</summary>
    protected void Prepare(Dom0Options? options = null)
    {
        _guest = new GuestUnderTest(options, new Dictionary<string, string> { ["PEDOS_CONNECT_TIMEOUT"] = "3" });
        _guest.StartAgent();
    }

    /// <summary>Starts a guest with a well-behaved dom0 and remembers how much memory it holds when warm.</summary>
    protected async Task StartAsync(Dom0Options? options = null)
    {
        Prepare(options);
        Guest.Dom0.Start();
        await Guest.Dom0.WaitForAgentAsync(Token);
        await Guest.WaitForAgentSocketAsync(Token);
        for (int i = 0; i < 5; i++)
        {
            await AssertServedAsync();
        }

        _residentAtStart = Guest.ResidentBytes();
    }

    /// <summary>Connects to the agent as a daemon that may do anything; the agent's HELLO is read.</summary>
    protected async Task<RawChannel> ConnectHostileAsync(bool answersHello = true)
    {
        RawChannel control = await RawChannel.ConnectAsync(Guest.Place, 42, 0, 512, true, Token);
        Assert.Equal(12, await control.ReadFullAsync(new byte[12], Token));
        if (answersHello)
        {
            Assert.True(await control.WriteAsync(Convert.FromHexString("000300000400000004000000"), Token));
        }

        return control;
    }

    /// <summary>One message as it is on the wire, true or not.</summary>
    protected static byte[] Message(uint type, uint length, params ReadOnlySpan<byte> body)
    {
        byte[] bytes = new byte[8 + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, type);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), length);
        body.CopyTo(bytes.AsSpan(8));
        return bytes;
    }

    /// <summary>EXEC_CMDLINE for a call at an address.</summary>
    protected static byte[] Exec(uint domain, uint port, string command)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(command + "\0");
        byte[] body = new byte[8 + text.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(body, domain);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(4), port);
        text.CopyTo(body, 8);
        return Message(0x200, (uint)body.Length, body);
    }

    /// <summary>Reads until the agent hangs up.</summary>
    protected async Task AssertCutOffAsync(RawChannel channel)
    {
        byte[] sink = new byte[4096];
        while (await channel.ReadAsync(sink, Token) > 0)
        {
        }
    }

    /// <summary>A well-behaved call, from command to exit code.</summary>
    protected async Task AssertServedAsync()
    {
        CallResult result = await Guest.ShellAsync("cat; exit 3", "ping"u8.ToArray(), Token);
        Assert.Equal((3, "ping"), (result.ExitCode, result.OutputText));
    }

    /// <summary>Agent and wrapper together hold at most so much more than when they were warm.</summary>
    protected void AssertMemoryGrowth(int mebibytes)
    {
        long growth = Guest.ResidentBytes() - _residentAtStart;
        Assert.InRange(growth / Mebibyte, long.MinValue, mebibytes);
    }
}
