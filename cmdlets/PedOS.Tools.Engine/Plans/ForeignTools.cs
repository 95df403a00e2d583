using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Foreign;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Plans;

/// <summary>Guest tools of others, known by what their installers leave, even when half of it is gone.</summary>
public static class ForeignTools
{
    /// <summary>Name of drivers without any tools, which can be adopted, see <see cref="DriverAdoption"/>.</summary>
    public const string Drivers = "Xen drivers";

    private const string Original = "Qubes Windows Tools";

    // The original's installer makes it, and every program of it reads it.
    private const string OriginalKey = @"HKLM\SOFTWARE\Invisible Things Lab\Qubes Tools";

    // Service names as the installers and INFs create them; the component is ours that brings a service of that name.
    private static readonly (string Service, string Product, string? OwnComponent)[] Known =
    [
        ("QdbDaemon", Original, null),
        ("QrexecAgent", Original, null),
        ("QubesGuiWatchdog", Original, null),
        ("QgaWatchdog", Original, ComponentNames.Gui), // up to 4.1
        ("QubesNetworkSetup", Original, null), // 4.0 and 4.1
        ("XenSvc", "XenServer VM Tools", null), // guest agent, before also XCP-ng's
        ("XenInstall", "XenServer VM Tools", null), // up to 6.5
        ("xenlite", "XenServer VM Tools", null), // up to 6.5
        ("xenplusXP", "XCP-ng Windows Guest Tools", null),
        ("XP-xenguestagent-rs", "XCP-ng Windows Guest Tools", null),
        ("xenagent", Drivers, ComponentNames.XenBase),
        ("xenbus_monitor", Drivers, ComponentNames.XenBase),
    ];

    /// <summary>The products that are there; empty for none.</summary>
    public static IReadOnlyList<ForeignProduct> Find(IMachine machine)
    {
        IReadOnlyList<string> own = new SetupFolder(machine).ReadReceipt()?.Components ?? [];
        IEnumerable<(string Product, string Trace)> services = Known
            .Where(k => !own.Contains(k.OwnComponent ?? "", StringComparer.Ordinal) && IsThere(machine, k.Service))
            .Select(static k => (k.Product, "service " + k.Service));
        IEnumerable<(string Product, string Trace)> keys = machine.Registry.Find(OriginalKey, "InstallDir") is null
            ? []
            : [(Original, "registry key " + OriginalKey)];
        IEnumerable<(string Product, string Trace)> drivers = own.Contains(
            ComponentNames.XenBase, StringComparer.Ordinal)
            ? []
            : XenDrivers.Find(machine).Select(static d => (Drivers, d.ToString()));
        return
        [
            .. services.Concat(keys).Concat(drivers)
                .GroupBy(static found => found.Product, StringComparer.Ordinal)
                .Select(static g => new ForeignProduct(g.Key, [.. g.Select(static found => found.Trace)])),
        ];
    }

    // A service that was uninstalled and runs has its devices until Windows restarts.
    private static bool IsThere(IMachine machine, string service) =>
        machine.Services.Find(service) is not null || machine.Running?.Services.IsRunning(service) is true;
}
