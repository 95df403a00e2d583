using PedOS.Agents.Clock;
using PedOS.Agents.Hosting;

namespace PedOS.Rpc;

/// <summary>The program, whoever started it.</summary>
internal static class RpcProgram
{
    /// <summary>Exit code: it was done.</summary>
    public const int Done = 0;

    /// <summary>Exit code: it was not.</summary>
    public const int Failed = 1;

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="program">Its frame.</param>
    /// <returns>Exit code: 0, 1 when it could not be done, 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(ProgramContext program)
    {
        RpcOptions defaults = new(program.Guest.Endpoints.Agent, program.Guest.Endpoints.Database);
        if (RpcOptions.TryParse(program.Arguments, defaults, out string problem) is not { } options)
        {
            return await program.ShowUsageAsync(problem);
        }

        CancellationToken stopping = program.Stopping;
        WaitVerbs waits = new(program, options);
        ClockVerbs clocks = new(program, options);
        ClipboardVerbs clipboard = new(program);
        try
        {
            return await (options.Verb switch
            {
                RpcVerb.WaitForSession => waits.ForSessionAsync(stopping),
                RpcVerb.WaitForRunningSystem => waits.ForSystemAsync(stopping),
                RpcVerb.SetDateTime => clocks.SetAsync(stopping),
                RpcVerb.ClipboardCopy => clipboard.CopyAsync(stopping),
                RpcVerb.ClipboardPaste => clipboard.PasteAsync(stopping),
                RpcVerb.SuspendPostAll => clocks.SyncAsync(ClockTrust.AfterPause, stopping),
                _ => clocks.SyncAsync(options.Force ? ClockTrust.Any : ClockTrust.Usual, stopping),
            });
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"pedos-rpc: {e.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Failed;
        }
    }
}
