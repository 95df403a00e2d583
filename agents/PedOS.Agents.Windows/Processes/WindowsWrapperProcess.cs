using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;

namespace PedOS.Agents.Windows.Processes;

/// <summary>The link to a wrapper: its standard input and output.</summary>
/// <param name="input">Its input, taken over.</param>
/// <param name="output">Its output, taken over.</param>
internal sealed class WindowsWrapperProcess(PipeSink input, PipeSource output) : IWrapperProcess
{
    /// <inheritdoc/>
    public IByteSource FromWrapper => output;

    /// <inheritdoc/>
    public IByteSink ToWrapper => input;

    /// <inheritdoc/>
    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
    }
}
