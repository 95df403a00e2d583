using System.Globalization;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Plans;

/// <summary>Reasons not to begin, looked for before anything is changed.</summary>
/// <param name="machine">The machine.</param>
/// <param name="package">Where files come from.</param>
public sealed class Preflight(IMachine machine, IPackage package)
{
    /// <summary>Bytes that stay free beside what is copied: for the books, and for Windows to start.</summary>
    public const long Reserve = 64L * 1024 * 1024;

    // Without it in the INF every local user may open the device: XSA-468, CVE-2025-27463.
    private const string GuardedDevice = "D:P(A;;GA;;;SY)(A;;GA;;;BA)";
    private const string InterfaceDriver = "xeniface.inf";

    /// <summary>All reasons; empty when there is none. Changes nothing.</summary>
    public IReadOnlyList<SetupException> Check(Plan plan)
    {
        List<SetupException> reasons = [.. CheckSpace(plan)];
        if (plan.Kind is not (PlanKind.Uninstall or PlanKind.FirstStart))
        {
            reasons.AddRange(CheckWindows());
            reasons.AddRange(CheckOthers());
            reasons.AddRange(CheckDrivers([.. plan.Steps.Concat(plan.Deferred)]));
        }

        return reasons;
    }

    /// <summary>Refuses when there is a reason.</summary>
    /// <exception cref="SetupException">The first reason; its message names how many more there are.</exception>
    public void Require(Plan plan)
    {
        IReadOnlyList<SetupException> reasons = Check(plan);
        if (reasons.Count == 1)
        {
            throw reasons[0];
        }

        if (reasons.Count > 1)
        {
            throw new SetupException(
                reasons[0].Error,
                string.Join("; ", reasons.Select(static r => r.Message)),
                string.Join(" ", reasons.Select(static r => r.Remedy)));
        }
    }

    private IEnumerable<SetupException> CheckSpace(Plan plan)
    {
        long needed = plan.Cost + Reserve;
        if (machine.Files.FreeBytes < needed)
        {
            yield return new(
                SetupError.NoSpace,
                $"{Mebibytes(needed)} are needed on {machine.Facts.SystemDrive} of {machine.Facts.Location}, and " +
                $"{Mebibytes(machine.Files.FreeBytes)} are free",
                "Make room on the system volume.");
        }
    }

    private IEnumerable<SetupException> CheckWindows()
    {
        MachineFacts facts = machine.Facts;
        if (!facts.Is64Bit)
        {
            yield return new(
                SetupError.UnsupportedWindows,
                $"{facts.Location} has a 32-bit Windows",
                "Use a 64-bit Windows 10 1809 or later.");
        }

        if (facts.Build < MachineFacts.LeastBuild)
        {
            yield return new(
                SetupError.UnsupportedWindows,
                $"{facts.Location} has {facts.ProductName}, build {facts.Build}, which is too old",
                $"Use Windows 10 1809 (build {MachineFacts.LeastBuild}) or later.");
        }

        if (machine.Running?.PendingRestart is { } pending)
        {
            yield return new(
                SetupError.PendingRestart,
                $"{facts.Location} waits for a restart ({pending})",
                "Restart Windows, then try again.");
        }
    }

    private IEnumerable<SetupException> CheckOthers()
    {
        IReadOnlyList<ForeignProduct> foreign = ForeignTools.Find(machine);
        string names = string.Join(" and ", foreign.Select(static f => f.Name));
        if (foreign.Count > 0)
        {
            yield return new(
                SetupError.ForeignTools,
                $"{machine.Facts.Location} has {string.Join(" and ", foreign)} installed, at least in part, and both " +
                "cannot own the same devices",
                $"Uninstall {names} first and restart Windows. When the uninstaller fails or is gone, install them " +
                "again and then uninstall, or remove what is named.");
        }
    }

    private IEnumerable<SetupException> CheckDrivers(IReadOnlyList<PlanStep> steps)
    {
        if (machine.Running is { IsSecureBoot: true } && steps.Any(static s => s.Resource is TestSigningResource))
        {
            yield return new(
                SetupError.SecureBoot,
                "Secure Boot is on, and the drivers of this package are test-signed",
                "Turn Secure Boot off in the machine's settings, leave the drivers out, or use a package with signed " +
                "drivers.");
        }

        foreach (PlanStep step in steps)
        {
            if (step.Resource is FileResource file
                && file.Name.EndsWith("\\" + InterfaceDriver, StringComparison.OrdinalIgnoreCase)
                && !file.ReadText(package).Contains(GuardedDevice))
            {
                yield return new(
                    SetupError.VulnerableDriver,
                    $"the driver of {InterfaceDriver} lets every user of the machine open the Xen interface (XSA-468)",
                    "Use a package with a newer driver.");
            }
        }
    }

    private static string Mebibytes(long bytes) =>
        (bytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture) + " MiB";
}
