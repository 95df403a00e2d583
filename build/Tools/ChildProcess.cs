using System.ComponentModel;
using System.Diagnostics;

namespace PedOS.Build.Tools;

/// <summary>Runs a program, shows what it writes and never leaves its process tree behind.</summary>
public static class ChildProcess
{
    private const int MaxKeptLines = 20_000;

    // A grandchild that outlives the program keeps its pipes open; its output is not waited for longer than this.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    // How often the pace of the machine is looked at (arbitrary).
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>Runs the program to its end.</summary>
    /// <exception cref="BuildException">The program could not be started.</exception>
    /// <exception cref="OperationCanceledException">The token fired; the process tree has been killed.</exception>
    public static async Task<ChildResult> RunAsync(ChildCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var output = new ChildOutput(command, MaxKeptLines);
        using Process process = Start(command);
        long start = Stopwatch.GetTimestamp();
        Task pumps = command.OwnsConsole ? Task.CompletedTask : PumpAsync(process, output);
        bool timedOut = false;
        try
        {
            timedOut = !await EndsInTimeAsync(process, command, cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        await Task.WhenAny(pumps, Task.Delay(DrainTime, cancellationToken));
        var result = new ChildResult(process.ExitCode, timedOut, output.Close())
        {
            Elapsed = Stopwatch.GetElapsedTime(start),
        };
        if (command.ShowOnlyOnFailure && !result.Succeeded)
        {
            output.ShowAll();
        }

        if (timedOut)
        {
            await command.Screen.WriteLineAsync(
                $"{command.Indent}killed after {result.Elapsed.TotalSeconds:F0} s"
                + $" ({command.Timeout.TotalSeconds:F0} s on a quiet machine): {command}");
        }

        return result;
    }

    // The limit is used up more slowly while the machine is busy.
    private static async Task<bool> EndsInTimeAsync(
        Process process, ChildCommand command, CancellationToken cancellationToken)
    {
        Task exit = process.WaitForExitAsync(cancellationToken);
        TimeSpan left = command.Timeout;
        while (left > TimeSpan.Zero)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                await exit.WaitAsync(left < Step ? left : Step, cancellationToken);
                return true;
            }
            catch (TimeoutException)
            {
                left -= Stopwatch.GetElapsedTime(start) / command.Pace.Now();
            }
        }

        return exit.IsCompletedSuccessfully;
    }

    private static Process Start(ChildCommand command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = !command.OwnsConsole,
            RedirectStandardOutput = !command.OwnsConsole,
            RedirectStandardError = !command.OwnsConsole,
        };
        foreach ((string name, string value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new BuildException($"cannot start {command.Program}: {e.Message}", e);
        }
    }

    private static Task PumpAsync(Process process, ChildOutput output)
    {
        process.StandardInput.Close();
        return Task.WhenAll(PumpAsync(process.StandardOutput, output), PumpAsync(process.StandardError, output));
    }

    private static async Task PumpAsync(StreamReader reader, ChildOutput output)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            output.Add(line);
        }
    }
}
