using PedOS.Agents.Processes;

namespace PedOS.Agents.Windows.Processes;

/// <summary>The standard streams of a process on Windows; none of them can be waited for.</summary>
public sealed class WindowsStandardStreams : IStandardStreams
{
    /// <inheritdoc/>
    public bool IsOutputTerminal => !Console.IsOutputRedirected;

    /// <inheritdoc/>
    public bool IsErrorTerminal => !Console.IsErrorRedirected;

    /// <inheritdoc/>
    public IByteSource OpenInput()
    {
        Stream input = Console.OpenStandardInput();
        return new ThreadedSource(buffer => input.Read(buffer));
    }

    /// <inheritdoc/>
    public IByteSink OpenOutput() => StandardOutputSink.Open();

    /// <inheritdoc/>
    public IByteSink OpenError() => new StreamSink(Console.OpenStandardError());

    /// <inheritdoc/>
    public SocketStream? TryOpenInputSocket() => null;
}
