using System.Globalization;
using PedOS.Tools.Engine.Foreign;
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

    /// <summary>All reasons; empty when there is none. Changes nothing.</summary>
    public IReadOnlyList<SetupException> Check(Plan plan)
    {
        List<SetupException> reasons = [.. CheckSpace(plan), .. CheckRegistry(plan)];
        if (plan.Kind is not (PlanKind.Uninstall or PlanKind.FirstStart))
        {
            reasons.AddRange(CheckWindows());
            reasons.AddRange(CheckRestart([.. plan.Steps.Concat(plan.Deferred)]));
            reasons.AddRange(CheckOthers([.. plan.AdoptedDrivers]));
            reasons.AddRange(CheckDrivers([.. plan.Steps.Concat(plan.Deferred)]));
            reasons.AddRange(plan.Steps.Concat(plan.Deferred)
                .Where(static s => s.Change != StepChange.None && s.Target.IsPresent)
                .Select(static s => s.Resource)
                .OfType<LogonSecretResource>()
                .SelectMany(new LogonCheck(machine).Check));
        }

        return reasons;
    }

    /// <summary>What people should know before, although it does not keep the plan from being done.</summary>
    public IReadOnlyList<string> Warn(Plan plan)
    {
        List<string> warnings = [];
        if (plan.Kind is not (PlanKind.Uninstall or PlanKind.FirstStart)
            && new PendingRestart(machine).Others is > 0 and int others)
        {
            warnings.Add(
                $"{machine.Facts.Location} waits for a restart because of files of other software ({others}); that "
                + "does not matter to these tools");
        }

        if (plan.Changes.Any(static s => s.Resource is TestSigningResource)
            && machine.Running is { Boot.IsBitLockerOn: true })
        {
            warnings.Add(
                $"BitLocker protects {machine.Facts.SystemDrive}, and this changes how Windows is started: it will ask "
                + "for the recovery key at the next start. Have that key at hand (manage-bde -protectors -get "
                + $"{machine.Facts.SystemDrive}), or let BitLocker pause for that start first (manage-bde -protectors "
                + $"-disable {machine.Facts.SystemDrive} -rebootcount 1)");
        }

        warnings.AddRange(plan.Changes
            .Where(static s => s.Resource is LogonSecretResource && !s.Target.IsPresent)
            .Select(static s => $"nobody knows the password that {s.Resource.Name} has: give that account another one "
                + $"before Windows restarts (net user \"{s.Resource.Name}\" *)"));
        return warnings;
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

    /// <summary>
    /// Does in memory what the plan does to the hives of an image, and takes it back: a record that is damaged, or that
    /// something else uses too, is found before the first change.
    /// </summary>
    private IEnumerable<SetupException> CheckRegistry(Plan plan)
    {
        PlanStep[] steps = [.. plan.Changes.Where(static s => s.Resource.IsOfRegistry)];
        using IMachine? rehearsal = steps.Length > 0 ? machine.Rehearse() : null;
        if (rehearsal is null)
        {
            return [];
        }

        StepContext context = new(rehearsal, package, "", IsKeeping: false, CancellationToken.None);
        Stack<(Resource Resource, ResourceState Before)> done = [];
        try
        {
            foreach (PlanStep step in steps)
            {
                done.Push((step.Resource, step.Resource.Detect(rehearsal)));
                step.Resource.Apply(context, step.Target);
            }

            foreach ((Resource resource, ResourceState before) in done)
            {
                resource.Apply(context, before);
            }

            return [];
        }
        catch (SetupException e)
        {
            return [e];
        }
    }

    private IEnumerable<SetupException> CheckWindows()
    {
        MachineFacts facts = machine.Facts;
        if (!facts.Is64Bit)
        {
            yield return new(
                SetupError.UnsupportedWindows,
                $"{facts.Location} has a {(facts.IsForArm ? "Windows for ARM processors" : "32-bit Windows")}",
                "Use a 64-bit Windows 10 1809 or later, for x64 processors.");
        }

        if (facts.Build < MachineFacts.LeastBuild)
        {
            yield return new(
                SetupError.UnsupportedWindows,
                $"{facts.Location} has {facts.ProductName}, build {facts.Build}, which is too old",
                $"Use Windows 10 1809 (build {MachineFacts.LeastBuild}) or later.");
        }
    }

    private IEnumerable<SetupException> CheckRestart(IReadOnlyList<PlanStep> steps)
    {
        // The Windows Installer looks for itself, and what it has moved by then is its own part of this operation.
        if (steps.Any(static s => s.Resource is InstallerFileResource))
        {
            yield break;
        }

        PendingRestart pending = new(machine);
        bool hasDrivers = steps.Any(static s => s.Resource is DriverResource && s.Change != StepChange.None);
        if ((pending.OfFiles ?? (hasDrivers ? pending.OfServicing : null)) is { } reason)
        {
            yield return new(
                SetupError.PendingRestart,
                $"{machine.Facts.Location} waits for a restart ({reason})",
                "Restart Windows, then try again.");
        }
    }

    private IEnumerable<SetupException> CheckOthers(IReadOnlyCollection<AdoptedDriverResource> adopted)
    {
        IReadOnlyList<ForeignProduct> all = ForeignTools.Find(machine);
        ForeignProduct[] others = [.. all.Where(static f => f.Name != ForeignTools.Drivers)];
        if (others.Length == 0 && adopted.Count > 0)
        {
            return CheckAdopted(adopted);
        }

        SetupException? flaw = others.Length > 0 || all.Count == 0 ? null : new DriverAdoption(machine).FindFlaw();
        IReadOnlyList<ForeignProduct> named = adopted.Count > 0 ? others : all;
        string names = string.Join(" and ", named.Select(static f => f.Name));
        string choice = others.Length > 0 && adopted.Count > 0
            ? " Drivers can be adopted only where no other tools use them."
            : others.Length > 0 || all.Count == 0 ? ""
            : flaw is null
            ? " Or keep the drivers and let these tools use them: setup install --adopt-drivers "
                + "(Install-PedOSTools -AdoptDriver)."
            : $" They cannot be kept: {flaw.Message}.";
        return all.Count == 0 ? [] :
        [
            new(
                SetupError.ForeignTools,
                $"{machine.Facts.Location} has {string.Join(" and ", named)} installed, at least in part, and both "
                + "cannot own the same devices",
                $"Uninstall {names} first and restart Windows. When the uninstaller fails or is gone, install them "
                + $"again and then uninstall, or remove what is named.{choice}"),
        ];
    }

    private IEnumerable<SetupException> CheckAdopted(IReadOnlyCollection<AdoptedDriverResource> adopted)
    {
        DriverAdoption adoption = new(machine);
        if (adoption.FindFlaw() is { } flaw)
        {
            yield return flaw;
        }
        else if (!adoption.Found.Select(static d => d.Name).SequenceEqual(adopted.Select(static a => a.Name))
            || adopted.Any(a => !a.IsSame(a.Detect(machine), a.Desired)))
        {
            yield return new(
                SetupError.ForeignTools,
                $"the Xen drivers of {machine.Facts.Location} are not those any more that these tools use: there is "
                + $"{string.Join(", ", adoption.Found)}",
                "Say that these are to be used: setup install --adopt-drivers (Install-PedOSTools -AdoptDriver).");
        }
    }

    private IEnumerable<SetupException> CheckDrivers(IReadOnlyList<PlanStep> steps)
    {
        if (machine.Running is { Boot.IsSecureBoot: true } && steps.Any(static s => s.Resource is TestSigningResource))
        {
            yield return new(
                SetupError.SecureBoot,
                "Secure Boot is on, and the drivers of this package are test-signed",
                "Turn Secure Boot off in the machine's settings, leave the drivers out, or use a package with signed " +
                "drivers.");
        }

        // One that is removed is in no package any more.
        foreach (Resource resource in steps
            .Where(static s => s.Target.IsPresent)
            .Select(static s => s.Resource)
            .Where(static r => r.Name.EndsWith("\\" + InterfaceInf.FileName, StringComparison.OrdinalIgnoreCase)))
        {
            string? text = resource switch
            {
                FileResource file => file.ReadText(package),
                InstallerFileResource file => file.ReadText(package),
                _ => null,
            };
            if (text is not null && !InterfaceInf.IsGuarded(text))
            {
                yield return new(
                    SetupError.VulnerableDriver,
                    $"the driver of {InterfaceInf.FileName} lets every user of the machine open the Xen interface "
                    + "(XSA-468)",
                    "Use a package with a newer driver.");
            }
        }
    }

    private static string Mebibytes(long bytes) =>
        (bytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture) + " MiB";
}
