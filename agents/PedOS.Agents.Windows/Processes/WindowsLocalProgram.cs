using System.ComponentModel;
using System.Diagnostics;
using PedOS.Agents.Processes;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// The program that a caller runs at its own end of a call, on Windows: in its own identity and environment, its
/// standard input and output connected to the call, its diagnostics where the caller's go.
/// </summary>
public sealed class WindowsLocalProgram : ILaunchedProcess
{
    private readonly Process _process;
    private readonly Stream _output;

    private WindowsLocalProgram(Process process)
    {
        _process = process;
        _output = process.StandardOutput.BaseStream;
        Output = new ThreadedSource(Read);
        Input = new StreamSink(process.StandardInput.BaseStream);
        Exited = WaitAsync(process);
    }

    /// <inheritdoc/>
    public int Id => _process.Id;

    /// <inheritdoc/>
    public IByteSink Input { get; }

    /// <inheritdoc/>
    public IByteSource Output { get; }

    /// <inheritdoc/>
    public IByteSource? Error => null;

    /// <inheritdoc/>
    public Task<int> Exited { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="arguments">Its path, then its arguments.</param>
    /// <exception cref="LaunchException">It could not be started; code 125.</exception>
    public static WindowsLocalProgram Start(IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(arguments[0], arguments.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        try
        {
            return new WindowsLocalProgram(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(
                QrexecAbi.QREXEC_EXIT_PROBLEM, $"cannot start {arguments[0]}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();

        // A program that still writes must not wait for ever for a reader. A read under way keeps the pipe open until
        // the program's next write, or its end, lets it return.
        _output.Dispose();
    }

    // On the thread of the source, which may have been asked for more just before the end.
    private int Read(byte[] buffer)
    {
        try
        {
            return _output.Read(buffer);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
