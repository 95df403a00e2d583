using PedOS.Agents.Clock;

namespace PedOS.Rpc;

/// <summary>The program, whoever started it.</summary>
internal static class RpcProgram
{
    /// <summary>Exit code: it was done.</summary>
    public const int Done = 0;

    /// <summary>Exit code: it was not.</summary>
    public const int Failed = 1;

    private const int WrongUsage = 2;

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="arguments">Command line.</param>
    /// <param name="platform">The system.</param>
    /// <param name="stopping">Cancelled when it is to stop.</param>
    /// <returns>Exit code: 0, 1 when it could not be done, 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, RpcPlatform platform, CancellationToken stopping)
    {
        if (RpcOptions.TryParse(arguments, platform.Defaults, out string problem) is not { } options)
        {
            await Console.Error.WriteLineAsync($"pedos-rpc: {problem}\n{RpcOptions.Usage}");
            return WrongUsage;
        }

        WaitVerbs waits = new(platform, options);
        ClockVerbs clocks = new(platform, options);
        ClipboardVerbs clipboard = new(platform);
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
