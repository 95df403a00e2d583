using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Windows.Processes;

/// <summary>A program of one call and our ends of its streams.</summary>
internal sealed class WindowsProcess : ILaunchedProcess
{
    /// <summary>Takes everything over.</summary>
    public WindowsProcess(int id, SafeProcessHandle process, ChildPipe input, ChildPipe output, ChildPipe error)
    {
        Id = id;
        Input = new PipeSink(input.Near);
        Output = new PipeSource(output.Near);
        Error = new PipeSource(error.Near);
        Exited = ProcessExit.WaitAsync(process);
    }

    /// <inheritdoc/>
    public int Id { get; }

    /// <inheritdoc/>
    public IByteSink Input { get; }

    /// <inheritdoc/>
    public IByteSource Output { get; }

    /// <inheritdoc/>
    public IByteSource Error { get; }

    /// <inheritdoc/>
    public Task<int> Exited { get; }

    /// <summary>Closes our ends. The program goes on; <see cref="Exited"/> still completes.</summary>
    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }
}
