using System.ComponentModel;
using System.Diagnostics;

namespace PedOS.Build.Tools;

/// <summary>Runs a program, shows what it writes and never leaves its process tree behind.</summary>
public static class ChildProcess
{
    private const int MaxKeptLines = 20_000;

    // A grandchild that outlives the program keeps its pipes open; its output is not waited for longer than this.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    /// <summary>Runs the program to its end.</summary>
    /// <exception cref="BuildException">The program could not be started.</exception>
    /// <exception cref="OperationCanceledException">The token fired; the process tree has been killed.</exception>
    public static async Task<ChildResult> RunAsync(ChildCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var output = new ChildOutput(command, MaxKeptLines);
        using Process process = Start(command);
        Task pumps = command.OwnsConsole ? Task.CompletedTask : PumpAsync(process, output);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(command.Timeout);
        bool timedOut = false;
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            timedOut = true;
        }

        await Task.WhenAny(pumps, Task.Delay(DrainTime, cancellationToken));
        var result = new ChildResult(process.ExitCode, timedOut, output.Close());
        if (command.ShowOnlyOnFailure && !result.Succeeded)
        {
            output.ShowAll();
        }

        if (timedOut)
        {
            await command.Screen.WriteLineAsync(
                $"{command.Indent}killed after {command.Timeout.TotalSeconds:F0} s: {command}");
        }

        return result;
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
