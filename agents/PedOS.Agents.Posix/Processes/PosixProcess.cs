using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Posix.Processes;

/// <summary>
/// A program of a call. Its standard input is a socket, because a program may ask to answer on it; its standard error a
/// pipe, because programs reopen it through /proc, which a socket refuses.
/// </summary>
internal sealed class PosixProcess : ILaunchedProcess
{
    private readonly SocketStream _input;
    private readonly SwitchableOutput _output;

    public PosixProcess(int id, Task<int> exited, SocketStream input, SocketStream output, SocketStream? error)
    {
        Id = id;
        Exited = exited;
        _input = input;
        _output = new SwitchableOutput(output, input);
        Error = error;
    }

    public int Id { get; }

    public IByteSink Input => _input;

    public IByteSource Output => _output;

    public IByteSource? Error { get; }

    public Task<int> Exited { get; }

    /// <summary>The program asked to answer on its input socket.</summary>
    public void SwitchOutput() => _output.Switch();

    public void Dispose()
    {
        // A program that still writes is to end by SIGPIPE, as it would with a pipe.
        _input.Abandon(UnreadBytes.Discard);
        _output.Dispose();
        Error?.Dispose();
    }
}
