using System.Diagnostics;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>Programs that say little and end soon.</summary>
internal static class SystemProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs one to its end, without input.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">Command line behind its name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="output">What it wrote: standard output, then standard error.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="SetupException">It cannot be started, or does not end within a minute.</exception>
    /// <exception cref="OperationCanceledException">It was ended before its end.</exception>
    public static int Run(string path, string arguments, CancellationToken cancellationToken, out string output)
    {
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(path, arguments)
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            _ = ProgramInput.OfThisProcess.Start(process.Start, isNeeded: false);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw Win32Error.Failure("CreateProcess", path, e.NativeErrorCode);
        }

        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        using CancellationTokenRegistration killing = late.Token.Register(() => Kill(process));
        process.StandardInput.Dispose();

        // One after the other: neither says as much as a pipe holds.
        output = process.StandardOutput.ReadToEnd().Trim();
        output = $"{output} {process.StandardError.ReadToEnd().Trim()}".Trim();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        return late.IsCancellationRequested
            ? throw new SetupException(
                SetupError.SystemRefused, $"{path} does not end", "Try the same by hand, then start again.")
            : process.ExitCode;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended in the same moment.
        }
    }
}
