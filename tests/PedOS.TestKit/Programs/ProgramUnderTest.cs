using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;

namespace PedOS.TestKit.Programs;

/// <summary>A program running as a process of its own, its output collected, its end certain.</summary>
public sealed class ProgramUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly Lock _gate = new();
    private readonly Task _pumps;

    private ProgramUnderTest(Process process)
    {
        _process = process;
        OutputEnded = PumpAsync(process.StandardOutput.BaseStream, _output);
        _pumps = Task.WhenAll(OutputEnded, PumpAsync(process.StandardError.BaseStream, _error));
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its input.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What it wrote to standard output until now.</summary>
    public byte[] OutputBytes => Snapshot(_output);

    /// <summary>What it wrote to standard output until now, as text.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>What it wrote to standard error until now, as text.</summary>
    public string Error => Encoding.UTF8.GetString(Snapshot(_error));

    /// <summary>Its standard output has ended, which it may before the program does.</summary>
    public Task OutputEnded { get; }

    /// <summary>Starts a program.</summary>
    public static ProgramUnderTest Start(ProgramStart start)
    {
        IReadOnlyList<string> command = DefaultSignals.Command(start.Program, start.Arguments);
        ProcessStartInfo info = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in info.Environment.Keys.ToArray())
        {
            if (ProgramStart.Withheld.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                _ = info.Environment.Remove(name);
            }
        }

        foreach ((string name, string value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        return new ProgramUnderTest(
            Process.Start(info) ?? throw new InvalidOperationException($"{start.Program} did not start"));
    }

    /// <summary>Ends its input, waits for its end and for everything it wrote.</summary>
    /// <returns>Its exit code; 128 + N when signal N ended it.</returns>
    public async Task<int> FinishAsync(CancellationToken cancellationToken)
    {
        CloseInput();
        return await WaitAsync(cancellationToken);
    }

    /// <summary>Waits for its end and for everything it wrote.</summary>
    /// <returns>Its exit code; 128 + N when signal N ended it.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _pumps.WaitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits for its end alone: a child that lives on may still hold what it wrote to.</summary>
    /// <returns>Its exit code; 128 + N when signal N ended it.</returns>
    public async Task<int> EndedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends its input.</summary>
    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended first; what was buffered had no reader.
        }
    }

    /// <summary>Kills it without warning (SIGKILL). Its children live on.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Asks it to end (SIGTERM) and waits; kills it when it does not.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It had to be killed.</exception>
    [SupportedOSPlatform("linux")]
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            _ = Signals.Send(Id, Signals.Terminate);
        }

        using CancellationTokenSource limit = new(Patience.Of(StopTimeout));
        try
        {
            return await EndedAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{_process.StartInfo.FileName} did not end within {StopTimeout} of SIGTERM");
        }
    }

    /// <summary>Waits until it has written a text to standard error or output.</summary>
    public async Task WaitForTextAsync(string text, CancellationToken cancellationToken)
    {
        while (!Error.Contains(text, StringComparison.Ordinal) && !Output.Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(5, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task PumpAsync(Stream from, MemoryStream to)
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and int read)
            {
                lock (_gate)
                {
                    to.Write(buffer, 0, read);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed while a grandchild still held the pipe.
        }
    }

    private byte[] Snapshot(MemoryStream stream)
    {
        lock (_gate)
        {
            return stream.ToArray();
        }
    }
}
