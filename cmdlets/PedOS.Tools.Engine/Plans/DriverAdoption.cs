using System.Text;
using PedOS.Tools.Engine.Foreign;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Plans;

/// <summary>
/// Judges whether Xen drivers that others have installed can be used as they are. Those of the Xen project can, when
/// bus and interface are whole and do not let every user in. What is adopted is looked at and never touched.
/// </summary>
/// <param name="machine">The machine.</param>
public sealed class DriverAdoption(IMachine machine)
{
    // The name that the Xen project gives its drivers, and the mark of its devices.
    private const string Provider = "Xen Project";
    private const string VendorPrefix = "XP";

    // The interface has grants that name their address since then.
    private const int LeastMajor = 9;
    private const int MaxInf = 1024 * 1024;
    private const string UninstallFirst =
        "Uninstall these drivers, restart Windows, and install those of this package; or install newer ones of the Xen "
        + "project.";

    /// <summary>The drivers that are there, whoever brought them.</summary>
    public IReadOnlyList<XenDriver> Found { get; } = XenDrivers.Find(machine);

    /// <summary>Why they cannot be adopted; null when they can.</summary>
    public SetupException? FindFlaw()
    {
        if (Found.Count == 0)
        {
            return new(
                SetupError.NotFound,
                $"no device of {machine.Facts.Location} has a Xen driver that could be adopted",
                "Install without adopting drivers.");
        }

        return FindMissing() ?? FindStranger() ?? FindHole();
    }

    /// <summary>The resources that stand for them in plan and receipt.</summary>
    /// <exception cref="SetupException">They cannot be adopted.</exception>
    public IReadOnlyList<AdoptedDriverResource> Adopt() =>
        FindFlaw() is { } flaw ? throw flaw : [.. Found.Select(static d => new AdoptedDriverResource(d))];

    private SetupException? FindMissing()
    {
        foreach (string name in (string[])[XenDrivers.Bus, XenDrivers.Interface])
        {
            if (Found.All(d => d.Name != name))
            {
                return Flaw(
                    SetupError.ForeignTools,
                    $"{name} is missing",
                    "Finish the installation of these drivers, or uninstall what is left of them; then restart "
                    + "Windows.");
            }

            if (XenDrivers.StartOf(machine, name) is null or ServiceStart.Disabled)
            {
                return Flaw(
                    SetupError.ForeignTools,
                    $"the service of {name} is missing or disabled",
                    "Repair these drivers or uninstall them, then restart Windows.");
            }
        }

        string? twice = Found.GroupBy(static d => d.Name, StringComparer.Ordinal)
            .FirstOrDefault(static g => g.Count() > 1)?.Key;
        return twice is null ? null : Flaw(
            SetupError.ForeignTools,
            $"devices use {twice} in more than one version",
            "Restart Windows so that an update of these drivers ends; then try again.");
    }

    private SetupException? FindStranger()
    {
        XenDriver? stranger = Found.FirstOrDefault(static d =>
            !d.Provider.Equals(Provider, StringComparison.OrdinalIgnoreCase)
            || (d.Vendor.Length > 0 && !d.Vendor.StartsWith(VendorPrefix, StringComparison.Ordinal)));
        if (stranger is not null)
        {
            return Flaw(SetupError.ForeignTools, $"{stranger} is not one of the Xen project", UninstallFirst);
        }

        XenDriver? old = Found.FirstOrDefault(static d =>
            !Version.TryParse(d.Version, out Version? version) || version.Major < LeastMajor);
        return old is null ? null : Flaw(SetupError.ForeignTools, $"{old} is too old", UninstallFirst);
    }

    private SetupException? FindHole()
    {
        XenDriver driver = Found.First(static d => d.Name == XenDrivers.Interface);
        string? text = ReadInf(driver.StoreName);
        return text is null || InterfaceInf.VersionOf(text) != driver.Version
            ? Flaw(
                SetupError.ForeignTools,
                $"the INF of {driver} cannot be read, or is another one",
                "Install these drivers again, or uninstall them; then restart Windows.")
            : !InterfaceInf.IsGuarded(text)
            ? Flaw(
                SetupError.VulnerableDriver,
                $"{driver} lets every user of the machine open the Xen interface (XSA-468)",
                UninstallFirst)
            : null;
    }

    // The name is the registry's word: nothing else in the folder is opened for it.
    private string? ReadInf(string storeName)
    {
        if (!IsStoreName(storeName))
        {
            return null;
        }

        string path = $@"{machine.Facts.WindowsDirectory}\INF\{storeName}";
        try
        {
            if (machine.Files.Find(path) is not { Kind: FileKind.File, Length: <= MaxInf })
            {
                return null;
            }

            using Stream stream = machine.Files.OpenRead(path);
            using StreamReader reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is SetupException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsStoreName(string name)
    {
        const string Prefix = "oem";
        const string Ending = ".inf";
        return name.Length > Prefix.Length + Ending.Length
            && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)
            && name.Substring(Prefix.Length, name.Length - Prefix.Length - Ending.Length)
                .All(static c => c is >= '0' and <= '9');
    }

    private SetupException Flaw(SetupError error, string why, string remedy) => new(
        error, $"the Xen drivers of {machine.Facts.Location} cannot be adopted: {why}", remedy);
}
