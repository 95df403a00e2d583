using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Windows.Sessions;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// Starts the wrapper as our own account, its input and output being the link to us. It does not end with us: it
/// finishes its calls and leaves when the link ends.
/// </summary>
/// <param name="path">Absolute path of the wrapper's executable.</param>
public sealed class WindowsWrapperStarter(string path) : IWrapperStarter
{
    /// <inheritdoc/>
    public ValueTask<IWrapperProcess> StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult<IWrapperProcess>(Start());
        }
        catch (IOException failure)
        {
            throw new LaunchException(
                QrexecAbi.QREXEC_EXIT_PROBLEM, $"{path} cannot be started: {failure.Message}", failure);
        }
    }

    private WindowsWrapperProcess Start()
    {
        using LaunchAccount own = new() { OnDesktop = false };
        ProcessStart start = new()
        {
            Name = path,
            Invocation = new WindowsInvocation(path, WindowsCommandLine.Build(path, [])),
            Account = own,
            Environment = EnvironmentBlock.OfThisProcess(),
            Directory = Environment.SystemDirectory,
            HasConsole = false,
        };
        ChildPipe? input = null;
        ChildPipe? output = null;
        try
        {
            input = ChildPipe.Create(childReads: true);
            output = ChildPipe.Create(childReads: false);
            using SafeFileHandle nothing = NullDevice.OpenInheritable();
            start.Run(input.Far, output.Far, nothing).Process.Dispose();

            // Only the wrapper may hold the far ends now, or its death would not be seen.
            input.Far.Dispose();
            output.Far.Dispose();
            WindowsWrapperProcess wrapper = new(new PipeSink(input.Near), new PipeSource(output.Near));
            input = output = null;
            return wrapper;
        }
        finally
        {
            input?.Dispose();
            output?.Dispose();
        }
    }
}
