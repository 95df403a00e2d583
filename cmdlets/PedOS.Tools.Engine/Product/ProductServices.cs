using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Product;

/// <summary>The services of the product.</summary>
public static class ProductServices
{
    /// <summary>Program names of the services of a component, each after those it depends on.</summary>
    public static IReadOnlyList<string> Of(string component) => component switch
    {
        ComponentNames.Agent =>
            [ProgramNames.DatabaseDaemon, ProgramNames.QrexecAgent, ProgramNames.NetworkSetup],
        ComponentNames.MoveProfiles => [ProgramNames.PrepareVolume],
        ComponentNames.Gui => [ProgramNames.GuiWatchdog],
        _ => [],
    };

    /// <summary>How a service is configured.</summary>
    /// <param name="program">Its program.</param>
    /// <param name="layout">Where the programs are.</param>
    public static ServiceConfiguration Settings(string program, ProductLayout layout)
    {
        (string title, string description, string needs) = program switch
        {
            ProgramNames.DatabaseDaemon => (
                "PedOS configuration database", "Keeps this machine's copy of the configuration database.", ""),
            ProgramNames.QrexecAgent => (
                "PedOS qrexec agent",
                "Runs services for dom0 and other machines under dom0's policy.",
                ProgramNames.DatabaseDaemon),
            ProgramNames.NetworkSetup => (
                "PedOS network setup",
                "Sets addresses, routes and name servers as dom0 wants them.",
                ProgramNames.DatabaseDaemon),
            ProgramNames.PrepareVolume => (
                "PedOS private volume", "Prepares the private disk when it is blank.", ""),
            ProgramNames.GuiWatchdog => (
                "PedOS GUI watchdog",
                "Keeps the GUI agent in the session that is shown.",
                ProgramNames.QrexecAgent),
            _ => throw new ArgumentOutOfRangeException(nameof(program), program, "no such service"),
        };
        return new(
            program,
            title,
            description,
            "\"" + layout.Programs + "\\" + program + ".exe\"",
            ServiceStart.Automatic,
            needs,
            RestartSeconds: 5);
    }
}
