using PedOS.Agents.Hosting;
using PedOS.Agents.Logging;

namespace PedOS.DatabaseDaemon;

/// <summary>Puts the daemon together.</summary>
internal static class DaemonProgram
{
    /// <summary>Works until it is told to stop.</summary>
    /// <param name="program">Its frame.</param>
    /// <returns>Exit code: 0, or 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(ProgramContext program)
    {
        Guest guest = program.Guest;
        DaemonOptions defaults = new()
        {
            Endpoint = guest.Endpoints.Database,
            ReadOnlyEndpoint = guest.Endpoints.ReadOnlyDatabase,
        };
        if (DaemonOptions.TryParse(program.Arguments, defaults, out string problem) is not { } options)
        {
            return await program.ShowUsageAsync(problem);
        }

        ILog log = program.Log;
        DatabaseService daemon = new(
            program.Transport, place => guest.Listen(place, log), options, guest.ReportReady, program.Time, log);
        await daemon.RunAsync(program.Stopping);
        return 0;
    }
}
