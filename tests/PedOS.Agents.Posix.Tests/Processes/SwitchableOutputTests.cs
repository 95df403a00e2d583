using System.Text;
using PedOS.Agents.Posix.Processes;
using PedOS.Agents.Processes;
using Xunit;

namespace PedOS.Agents.Posix.Tests.Processes;

public sealed class SwitchableOutputTests : IDisposable
{
    private readonly SocketStream _nearOutput;
    private readonly SocketStream _farOutput;
    private readonly SocketStream _nearInput;
    private readonly SocketStream _farInput;
    private readonly SwitchableOutput _output;

    public SwitchableOutputTests()
    {
        (_nearOutput, _farOutput) = Pair();
        (_nearInput, _farInput) = Pair();
        _output = new SwitchableOutput(_nearOutput, _nearInput);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _output.Dispose();
        foreach (SocketStream stream in (SocketStream[])[_nearOutput, _farOutput, _nearInput, _farInput])
        {
            stream.Dispose();
        }
    }

    [Fact]
    public async Task Switch_KeepsWhatWasWrittenBefore()
    {
        Assert.True(await _farOutput.WriteAsync("before"u8.ToArray(), Stop));
        _output.Switch();
        Assert.True(await _farInput.WriteAsync("after"u8.ToArray(), Stop));

        Assert.Equal("bef", await ReadAsync(3));
        Assert.Equal("ore", await ReadAsync(64));
        Assert.Equal("after", await ReadAsync(64));
    }

    [Fact]
    public async Task Switch_EndsAReadThatIsWaiting()
    {
        Task<string> reading = ReadAsync(64);
        _output.Switch();
        Assert.True(await _farInput.WriteAsync("after"u8.ToArray(), Stop));

        Assert.Equal("after", await reading);
    }

    [Fact]
    public async Task Switch_TakesNothingMoreOfTheOldOutput()
    {
        _output.Switch();
        Assert.False(await _farOutput.WriteAsync("late"u8.ToArray(), Stop));
        _farInput.Complete();

        Assert.Empty(await ReadAsync(64));
    }

    [Fact]
    public async Task Output_Ends_WhenNobodySwitches()
    {
        Assert.True(await _farOutput.WriteAsync("all"u8.ToArray(), Stop));
        _farOutput.Complete();

        Assert.Equal("all", await ReadAsync(64));
        Assert.Empty(await ReadAsync(64));
    }

    private async Task<string> ReadAsync(int most)
    {
        byte[] buffer = new byte[most];
        int read = await _output.ReadAsync(buffer, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static (SocketStream Near, SocketStream Far) Pair()
    {
        using DescriptorPairs pairs = new();
        (int near, int far) = pairs.Socket();
        return (new SocketStream(pairs.Release(near)), new SocketStream(pairs.Release(far)));
    }
}
