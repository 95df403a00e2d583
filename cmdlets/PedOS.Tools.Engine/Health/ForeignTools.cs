using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Health;

/// <summary>Guest tools of others, known by a service of theirs.</summary>
public static class ForeignTools
{
    // Service names as their installers create them.
    private static readonly (string Service, string Product)[] Known =
    [
        ("QdbDaemon", "Qubes Windows Tools"),
        ("QrexecAgent", "Qubes Windows Tools"),
        ("QubesGuiWatchdog", "Qubes Windows Tools"),
        ("QubesNetworkSetup", "Qubes Windows Tools"),
        ("XenSvc", "XenServer VM Tools"),
        ("xenlite", "Citrix XenServer Tools"),
        ("xenagent", "Xen project drivers"),
    ];

    /// <summary>Names of the products that are there; empty for none.</summary>
    public static IReadOnlyList<string> Find(IMachine machine) =>
        [.. Known.Where(k => machine.Services.Find(k.Service) is not null)
            .Select(static k => k.Product)
            .Distinct(StringComparer.Ordinal)];
}
