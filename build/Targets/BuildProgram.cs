using System.Runtime.InteropServices;
using PedOS.Build.Tools;

namespace PedOS.Build.Targets;

/// <summary>The program behind build.cs: picks a target, ends it on Ctrl-C, turns errors into exit codes.</summary>
public static class BuildProgram
{
    private const int UsageError = 2;
    private const int Interrupted = 130;

    /// <summary>Runs one target.</summary>
    /// <returns>0 done, 1 failed, 2 wrong usage, 130 interrupted.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        using var interrupt = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        using var onHangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel);
        try
        {
            IReadOnlyList<Target> targets = new TargetTable(Workspace.Find()).Targets;
            if (args.Count == 0 || args[0] is "help" or "--help" or "-h")
            {
                PrintHelp(targets);
                return 0;
            }

            Target? target = targets.FirstOrDefault(t => t.Name.Equals(args[0], StringComparison.Ordinal));
            if (target is null)
            {
                await Console.Error.WriteLineAsync($"build: unknown target \"{args[0]}\"");
                PrintHelp(targets);
                return UsageError;
            }

            return await target.RunAsync([.. args.Skip(1)], interrupt.Token);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("build: interrupted");
            return Interrupted;
        }
        catch (BuildException e)
        {
            await Console.Error.WriteLineAsync($"build: {e.Message}");
            return 1;
        }

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            interrupt.Cancel();
        }
    }

    private static void PrintHelp(IReadOnlyList<Target> targets)
    {
        Console.WriteLine("usage: ./build.sh TARGET [arguments]      (PowerShell: .\\build.ps1 TARGET)");
        Console.WriteLine();
        foreach (Target target in targets)
        {
            Console.WriteLine($"  {target.Name,-9} {target.Help}");
        }
    }
}
