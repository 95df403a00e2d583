namespace PedOS.Tools.Contracts.Product;

/// <summary>
/// The programs of the product, each written once. Services, the package's components, the installer, settings, logs
/// and completion follow from these rows.
/// </summary>
public static class ProductPrograms
{
    private static readonly string[] Log =
        [SettingNames.LogDir, SettingNames.LogLevel, SettingNames.LogRetention, SettingNames.LogMaxSize];

    /// <summary>
    /// All of them, also those that are not written yet, which follow no setting; each service after the one it needs.
    /// </summary>
    public static IReadOnlyList<ProductProgram> All { get; } =
    [
        new(ProgramNames.Setup, ComponentNames.Shared, "installs, repairs and removes the product"),
        new(ProgramNames.DatabaseDaemon, ComponentNames.Agent, "keeps the configuration database")
        {
            Service = new(
                "PedOS configuration database", "Keeps this machine's copy of the configuration database."),
            Settings = Log,
        },
        new(ProgramNames.DatabaseCommand, ComponentNames.Agent, "reads and changes the configuration database"),
        new(ProgramNames.QrexecAgent, ComponentNames.Agent, "holds the control channel to dom0")
        {
            Service = new(
                "PedOS qrexec agent",
                "Runs services for dom0 and other machines under dom0's policy.",
                ProgramNames.DatabaseDaemon),
            Settings = [.. Log, SettingNames.DefaultUser],
        },
        new(ProgramNames.QrexecWrapper, ComponentNames.Agent, "runs services and moves their data")
        {
            Settings = [.. Log, SettingNames.DefaultUser, SettingNames.LogonTimeout],
        },
        new(ProgramNames.QrexecClientVm, ComponentNames.Agent, "asks for a service in another machine"),
        new(ProgramNames.NetworkSetup, ComponentNames.Agent, "sets the machine's network")
        {
            Service = new(
                "PedOS network setup",
                "Sets addresses, routes and name servers as dom0 wants them.",
                ProgramNames.DatabaseDaemon),
            Settings = Log,
        },
        new(ProgramNames.Rpc, ComponentNames.Agent, "is behind the services that the product brings")
        {
            Settings = [.. Log, SettingNames.RootServices],
        },
        new(ProgramNames.PrepareVolume, ComponentNames.MoveProfiles, "prepares the private disk when it is blank")
        {
            Service = new("PedOS private volume", "Prepares the private disk when it is blank."),
        },
        new(ProgramNames.RelocateDir, ComponentNames.MoveProfiles, "moves the profiles before anything uses them"),
        new(ProgramNames.GuiAgent, ComponentNames.Gui, "shows windows on the trusted desktop"),
        new(ProgramNames.GuiWatchdog, ComponentNames.Gui, "keeps the GUI agent in the session that is shown")
        {
            Service = new(
                "PedOS GUI watchdog",
                "Keeps the GUI agent in the session that is shown.",
                ProgramNames.QrexecAgent),
        },
    ];

    /// <summary>A program by its exact name; null when there is none.</summary>
    public static ProductProgram? Find(string name) =>
        All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.Ordinal));

    /// <summary>Names of the programs that follow a setting.</summary>
    /// <param name="setting">Name, spelled as in <see cref="SettingNames"/>.</param>
    public static IReadOnlyList<string> ReadersOf(string setting) =>
        [.. All.Where(p => p.Reads(setting)).Select(static p => p.Name)];
}
