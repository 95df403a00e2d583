using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Programs;

/// <summary>
/// A program that runs: input goes in and output comes out at the same time, all of it on the caller's thread, so that
/// neither side waits for the other. What is not taken stops the program and takes no memory.
/// </summary>
public sealed class ProgramCall : IDisposable
{
    // Chunks on their way (arbitrary): enough that reading ahead is worth it.
    private const int MaxWaiting = 16;
    private const int ChunkSize = 64 * 1024;

    // What is ended is gone at once; whoever ends it must not hang when it is not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<ProgramEvent> _events = new(MaxWaiting);
    private readonly Process _process;
    private readonly string _name;
    private readonly IProgramOutput _output;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationTokenSource _disposing = new();
    private readonly Task _pumps;
    private int _ended;
    private bool _isInputOpen = true;

    /// <summary>Starts a program; no shell and no window.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="output">Takes what it says.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="SetupException">It cannot be started.</exception>
    public ProgramCall(
        string program, IEnumerable<string> arguments, IProgramOutput output, CancellationToken cancellation)
        : this(program, arguments, output, ProgramInput.OfThisProcess, hasInput: true, cancellation)
    {
    }

    /// <summary>Starts a program; no shell and no window.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="output">Takes what it says.</param>
    /// <param name="input">Sees to it that its input is what is sent.</param>
    /// <param name="hasInput">Whether it gets any.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="SetupException">It cannot be started.</exception>
    internal ProgramCall(
        string program,
        IEnumerable<string> arguments,
        IProgramOutput output,
        ProgramInput input,
        bool hasInput,
        CancellationToken cancellation)
    {
        _name = Path.GetFileNameWithoutExtension(program);
        _output = output;
        _cancellation = cancellation;
        _process = input.Start(() => Start(program, arguments), hasInput);
        _registration = cancellation.Register(Kill);
        _pumps = Task.WhenAll(PumpOutputAsync(), PumpErrorAsync());
    }

    /// <summary>Gives it input, and takes its output meanwhile.</summary>
    /// <param name="bytes">The input; the caller keeps it unchanged until this returns.</param>
    /// <param name="count">Bytes of it.</param>
    /// <returns>False when the program takes no more.</returns>
    /// <exception cref="SetupException">It was cancelled.</exception>
    public bool Send(byte[] bytes, int count)
    {
        if (_isInputOpen)
        {
            Task write = WriteAsync(bytes, count);
            Take(ProgramEventKind.Written);
            _ = write;
        }

        return _isInputOpen;
    }

    /// <summary>Ends its input, and takes its output until it has ended.</summary>
    /// <returns>Exit code.</returns>
    /// <exception cref="SetupException">It was cancelled.</exception>
    public int Finish()
    {
        CloseInput();
        while (_ended < 2)
        {
            Take(ProgramEventKind.Ended);
        }

        _process.WaitForExit();
        Check();
        return _process.ExitCode;
    }

    /// <summary>Ends it if it still runs, and waits until it is gone, for some seconds at most.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        Kill();
        _ = _process.WaitForExit((int)Patience.TotalMilliseconds);
        _disposing.Cancel();
        try
        {
            _pumps.Wait(Patience);
        }
        catch (AggregateException)
        {
            // They were stopped in the middle, as intended.
        }

        _process.Dispose();
        _events.Dispose();
        _disposing.Dispose();
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, CommandLineText.Join(arguments))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw new SetupException(
                SetupError.SystemRefused,
                $"{program} cannot be started: {e.Message}",
                "Repair the installation of PedOS Windows Tools.",
                e);
        }
    }

    private void Take(ProgramEventKind last)
    {
        while (true)
        {
            ProgramEvent next = _events.Take();
            switch (next.Kind)
            {
                case ProgramEventKind.Output:
                    _output.Output(next.Bytes!);
                    break;
                case ProgramEventKind.Error:
                    _output.Error(next.Line!);
                    break;
                case ProgramEventKind.Ended:
                    _ended++;
                    break;
                default:
                    break;
            }

            Check();
            if (next.Kind == last)
            {
                return;
            }
        }
    }

    private void Check()
    {
        if (_cancellation.IsCancellationRequested)
        {
            throw new SetupException(
                SetupError.Cancelled,
                $"{_name} was ended before it was done",
                "Allow more time, or look into the log of the other side.");
        }
    }

    private async Task WriteAsync(byte[] bytes, int count)
    {
        try
        {
            Stream input = _process.StandardInput.BaseStream;
            await input.WriteAsync(bytes, 0, count, _disposing.Token).ConfigureAwait(false);
            await input.FlushAsync(_disposing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The program has what it wants, or is gone.
            _isInputOpen = false;
        }

        _events.Add(new(ProgramEventKind.Written), CancellationToken.None);
    }

    private async Task PumpOutputAsync()
    {
        try
        {
            byte[] chunk = new byte[ChunkSize];
            Stream stream = _process.StandardOutput.BaseStream;
            for (int read; (read = await stream.ReadAsync(chunk, 0, ChunkSize, _disposing.Token)
                .ConfigureAwait(false)) > 0;)
            {
                byte[] bytes = new byte[read];
                Array.Copy(chunk, bytes, read);
                _events.Add(new(ProgramEventKind.Output, bytes), _disposing.Token);
            }
        }
        finally
        {
            _events.Add(new(ProgramEventKind.Ended), _disposing.Token);
        }
    }

    private async Task PumpErrorAsync()
    {
        try
        {
            while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                _events.Add(new(ProgramEventKind.Error, Line: line), _disposing.Token);
            }
        }
        finally
        {
            _events.Add(new(ProgramEventKind.Ended), _disposing.Token);
        }
    }

    private void CloseInput()
    {
        _isInputOpen = false;
        try
        {
            _process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // The program closed its side first.
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
