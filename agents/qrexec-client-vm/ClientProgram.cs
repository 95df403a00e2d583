using PedOS.Agents.Hosting;
using PedOS.Agents.Posix.Processes;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Processes;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecClientVm;

/// <summary>Puts the client together.</summary>
internal static class ClientProgram
{
    /// <summary>Makes the call that the command line asks for.</summary>
    /// <param name="program">Its frame.</param>
    /// <returns>Exit code of the service, or why there is none.</returns>
    public static async Task<int> RunAsync(ProgramContext program)
    {
        if (ClientOptions.TryParse(program.Arguments, out string problem) is not { } options)
        {
            return await program.ShowUsageAsync(problem);
        }

        try
        {
            ClientCall call = new(program.Guest, program.Transport, Start, options, new ConsoleLog());
            int code = await call.RunAsync(program.Stopping);

            // Windows keeps all 32 bits; here a failure must not end as success for want of the upper ones.
            return OperatingSystem.IsWindows() ? code : ExitCodes.Told(code);
        }
        catch (Exception e) when (e is IOException or ArgumentException or LaunchException or ProtocolException)
        {
            await Console.Error.WriteLineAsync($"qrexec-client-vm: {e.Message}");
            return QrexecAbi.QREXEC_EXIT_PROBLEM;
        }
    }

    // In our own identity; its diagnostics go where ours go.
    private static ILaunchedProcess Start(IReadOnlyList<string> arguments) =>
        OperatingSystem.IsWindows() ? WindowsLocalProgram.Start(arguments) : PosixLocalProgram.Start(arguments);
}
