namespace PedOS.Tools.Contracts;

/// <summary>
/// The programs of the product; settings, logs and event sources are keyed by these names. What there is to know of
/// each is in <see cref="Product.ProductPrograms"/>.
/// </summary>
public static class ProgramNames
{
    /// <summary>Service that holds the control channel to dom0.</summary>
    public const string QrexecAgent = "qrexec-agent";

    /// <summary>Child of the agent that runs services and moves their data.</summary>
    public const string QrexecWrapper = "qrexec-wrapper";

    /// <summary>Asks for a service in another machine.</summary>
    public const string QrexecClientVm = "qrexec-client-vm";

    /// <summary>Service that holds the configuration database.</summary>
    public const string DatabaseDaemon = "PedOSdb-daemon";

    /// <summary>Reads and changes the configuration database.</summary>
    public const string DatabaseCommand = "pedosdb";

    /// <summary>Service that sets the machine's network.</summary>
    public const string NetworkSetup = "network-setup";

    /// <summary>The program behind the <c>qubes.*</c> services, one start per call.</summary>
    public const string Rpc = "pedos-rpc";

    /// <summary>Installs, repairs and removes the product; no agent.</summary>
    public const string Setup = "setup";

    /// <summary>Service that prepares the private disk when it is blank.</summary>
    public const string PrepareVolume = "prepare-volume";

    /// <summary>Moves the profiles to the private disk before anything uses them.</summary>
    public const string RelocateDir = "relocate-dir";

    /// <summary>Shows the windows of this machine on the trusted desktop.</summary>
    public const string GuiAgent = "qga";

    /// <summary>Service that keeps the GUI agent in the session that is shown.</summary>
    public const string GuiWatchdog = "QgaWatchdog";
}
