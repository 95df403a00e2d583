namespace PedOS.Agents.Presence;

/// <summary>Entries in which a machine says what it can do, and the service that makes dom0 read them.</summary>
public static class PresenceKeys
{
    /// <summary>Version of these tools, as one number.</summary>
    public const string Version = "/qubes-tools/version";

    /// <summary>Operating system.</summary>
    public const string Os = "/qubes-tools/os";

    /// <summary>Whether dom0 may start programs.</summary>
    public const string Qrexec = "/qubes-tools/qrexec";

    /// <summary>Whether a GUI agent shows windows.</summary>
    public const string Gui = "/qubes-tools/gui";

    /// <summary>Whether the screen of the emulated graphics adapter is shown instead.</summary>
    public const string GuiEmulated = "/qubes-tools/gui-emulated";

    /// <summary>Account that programs are started as when nobody names one.</summary>
    public const string DefaultUser = "/qubes-tools/default-user";

    /// <summary>Tells dom0 to read the entries.</summary>
    public const string NotifyService = "qubes.NotifyTools";

    /// <summary>Who has that service.</summary>
    public const string NotifyTarget = "dom0";
}
