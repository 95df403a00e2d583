using PedOS.Agents.Database;
using PedOS.Agents.Hosting;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.Processes;
using PedOS.Agents.Posix.Qrexec;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Sessions;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Qrexec;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecAgent;

/// <summary>Puts the agent together.</summary>
internal static class AgentProgram
{
    /// <summary>Works until it is told to stop.</summary>
    /// <param name="program">Its frame.</param>
    /// <returns>Exit code: 0, or 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(ProgramContext program)
    {
        Guest guest = program.Guest;
        AgentOptions defaults = new(guest.Endpoints.Agent, guest.Endpoints.Database);
        if (AgentOptions.TryParse(program.Arguments, defaults, out string problem) is not { } options)
        {
            return await program.ShowUsageAsync(problem);
        }

        ILog log = program.Log;
        await using DatabaseClient database = program.OpenDatabase(options.Database);
        using ISessions sessions = guest.OpenSessions();
        using AccountLogs clients = new(log, program.Time);
        QrexecAgentService agent = new(
            program.Transport,
            () => guest.Listen(options.Endpoint, log),
            StarterOf(guest.PathOf(ProgramNames.QrexecWrapper)),
            OpenCatalog(log),
            new PresenceParts(database, sessions, program.Settings, guest),
            guest.ReportReady,
            program.Time,
            log,
            clients);
        await agent.RunAsync(program.Stopping);
        return 0;
    }

    private static IWrapperStarter StarterOf(string wrapper) =>
        OperatingSystem.IsWindows() ? new WindowsWrapperStarter(wrapper) : new PosixWrapperStarter(wrapper);

    private static IServiceCatalog OpenCatalog(ILog log) =>
        OperatingSystem.IsWindows() ? WindowsServiceCatalog.Open(log) : PosixServiceCatalog.Open(log);
}
