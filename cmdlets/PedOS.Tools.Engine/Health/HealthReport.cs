using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Health;

/// <summary>Looks whether the tools on a machine are as they should be. Changes nothing.</summary>
/// <param name="machine">The machine.</param>
/// <param name="advice">Words the remedies.</param>
/// <param name="cancellation">Ends the reading of the machine's books.</param>
public sealed class HealthReport(IMachine machine, HealthAdvice advice, CancellationToken cancellation = default)
{
    private const int MaxNamed = 3;

    private readonly OperationBooks _books = new(machine);

    /// <summary>Every check, one after the other.</summary>
    public IEnumerable<HealthCheck> Run()
    {
        yield return CheckWindows();
        yield return Guard("OtherGuestTools", CheckForeignTools);
        yield return Guard("Operations", CheckOperations);
        Receipt? receipt = Try(() => _books.Receipt, out SetupException? failure);
        if (receipt is null)
        {
            yield return new(
                "Installation",
                HealthState.Fail,
                failure?.Message ?? $"the tools are not installed on {machine.Facts.Location}",
                failure?.Remedy ?? advice.Install);
            yield break;
        }

        yield return HealthCheck.Pass("Installation", $"version {receipt.Version} is installed");
        if (receipt.AdoptedDrivers.Any())
        {
            yield return Guard("AdoptedDrivers", () => CheckAdopted([.. receipt.AdoptedDrivers]));
        }

        foreach (string component in receipt.Components)
        {
            yield return CheckComponent(component, receipt);
        }

        yield return Guard("Configuration", CheckConfiguration);
        if (machine.Running is { } running)
        {
            foreach (HealthCheck check in CheckRunning(running, receipt))
            {
                yield return check;
            }
        }
    }

    private static T? Try<T>(Func<T?> read, out SetupException? failure)
        where T : class
    {
        failure = null;
        try
        {
            return read();
        }
        catch (SetupException e)
        {
            failure = e;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(SetupError.InputOutput, e.Message, "Check the volume and the rights, then try again.", e);
            return null;
        }
    }

    // One thing that cannot be looked at is no reason to say nothing about the others.
    private static HealthCheck Guard(string name, Func<HealthCheck> check) =>
        Try(check, out SetupException? failure)
        ?? new(name, HealthState.Degraded, $"it cannot be looked at: {failure!.Message}", failure.Remedy);

    private HealthCheck CheckWindows() =>
        !machine.Facts.Is64Bit || machine.Facts.Build < MachineFacts.LeastBuild
            ? new(
                "Windows",
                HealthState.Fail,
                $"{machine.Facts.ProductName} (build {machine.Facts.Build}) is not supported",
                "Use a 64-bit Windows 10 1809, Server 2019, or later.")
            : HealthCheck.Pass("Windows", $"{machine.Facts.ProductName} (build {machine.Facts.Build})");

    private HealthCheck CheckForeignTools()
    {
        bool isAdopted = _books.Receipt?.AdoptedDrivers.Any() is true;
        ForeignProduct[] found = [.. ForeignTools.Find(machine)
            .Where(f => !isAdopted || f.Name != ForeignTools.Drivers)];
        return found.Length > 0
            ? new(
                "OtherGuestTools",
                HealthState.Degraded,
                $"{string.Join<ForeignProduct>(", ", found)} is installed, too",
                "Uninstall it: two sets of guest tools disturb each other.")
            : HealthCheck.Pass("OtherGuestTools", "no guest tools of others are installed");
    }

    private HealthCheck CheckAdopted(IReadOnlyList<AdoptedDriverResource> adopted)
    {
        const string Name = "AdoptedDrivers";
        DriverAdoption now = new(machine);
        string[] different = [.. adopted
            .Where(d => !d.IsSame(d.Detect(machine), d.Desired))
            .Select(static d => $"{d.Name} version {d.Version}")];
        return now.FindFlaw() is { } flaw
            ? new(Name, HealthState.Fail, flaw.Message, flaw.Remedy)
            : different.Length > 0
            ? new(
                Name,
                HealthState.Degraded,
                $"{string.Join(", ", different)} was adopted, and there is {string.Join(", ", now.Found)}",
                advice.Adopt)
            : HealthCheck.Pass(Name, $"{string.Join(", ", now.Found)}: as they were adopted");
    }

    private HealthCheck CheckOperations()
    {
        IReadOnlyList<OperationState> all = _books.Operations(cancellation);
        OperationState? open = all.LastOrDefault(static o => o.IsInterrupted)
            ?? all.LastOrDefault(o => o.NeedsRestart(machine));
        return open switch
        {
            null => HealthCheck.Pass("Operations", "no operation is open"),
            { IsInterrupted: false } => new(
                "Operations",
                HealthState.Degraded,
                $"operation {open.Plan.Id} waits for a restart of Windows",
                "Restart Windows."),
            _ => new(
                "Operations",
                HealthState.Fail,
                $"operation {open.Plan.Id} ({open.Plan.Kind}) was interrupted",
                advice.Settle(open.Plan.Id)),
        };
    }

    private HealthCheck CheckComponent(string component, Receipt receipt)
    {
        // What runs is looked at apart, so that a stopped service is not told twice.
        Resource[] resources = [.. receipt.Entries.Select(static e => e.Resource)
            .Where(r => r.Component == component && !r.IsTransient
                && r is not (ServiceRunResource or AdoptedDriverResource)
                && (machine.Running is not null || !r.NeedsRunningSystem))];
        string[] different = [.. resources.Where(r => !IsAsDesired(r)).Select(static r => $"{r.Kind} {r.Name}")];
        string more = different.Length > MaxNamed ? $" and {different.Length - MaxNamed} more" : "";
        return different.Length == 0
            ? HealthCheck.Pass($"Component {component}", $"{resources.Length} resources are as they should be")
            : new(
                $"Component {component}",
                HealthState.Fail,
                $"changed or missing: {string.Join(", ", different.Take(MaxNamed))}{more}",
                advice.Repair);
    }

    // What cannot be looked at is not known to be right.
    private bool IsAsDesired(Resource resource) =>
        Try(() => resource.Detect(machine), out _) is { } now && resource.IsSame(now, resource.Desired);

    private HealthCheck CheckConfiguration()
    {
        ConfigurationStore store = new(machine.Registry);
        string[] problems = [.. AgentPrograms.All.Concat([""])
            .SelectMany(p => ConfigurationCatalog.All.Select(s => store.Get(p, s.Name).Problem))
            .Where(static p => p.Length > 0)
            .Distinct(StringComparer.Ordinal)];
        return problems.Length == 0
            ? HealthCheck.Pass("Configuration", "every setting has a value it may have")
            : new(
                "Configuration",
                HealthState.Degraded,
                string.Join("; ", problems.Take(MaxNamed)),
                advice.Configure);
    }

    private IEnumerable<HealthCheck> CheckRunning(IRunningSystem running, Receipt receipt)
    {
        foreach (ServiceRunResource service in receipt.Entries.Select(static e => e.Resource)
            .OfType<ServiceRunResource>())
        {
            yield return Guard($"Service {service.Name}", () => CheckService(running, service.Name));
        }

        PendingRestart pending = new(machine);
        yield return Guard("Restart", () => (pending.OfServicing ?? pending.OfFiles) is { } reason
            ? new("Restart", HealthState.Degraded, $"Windows waits for a restart: {reason}", "Restart Windows.")
            : HealthCheck.Pass("Restart", "no restart is pending"));
        yield return Guard("DriverSigning", () => CheckSigning(running, receipt));
    }

    private HealthCheck CheckService(IRunningSystem running, string name) => running.Services.IsRunning(name)
        ? HealthCheck.Pass($"Service {name}", "it runs")
        : new($"Service {name}", HealthState.Fail, "it does not run", advice.Start(name));

    private HealthCheck CheckSigning(IRunningSystem running, Receipt receipt) =>
        !receipt.Entries.Any(static e => e.Resource is TestSigningResource)
            ? HealthCheck.Pass("DriverSigning", "nothing is needed")
            : running.Boot.IsSecureBoot
            ? new(
                "DriverSigning",
                HealthState.Fail,
                "Secure Boot is on and the drivers are signed for tests",
                "Turn Secure Boot off for this machine, or install drivers that are signed for it.")
            : !running.Boot.AllowsTestSigning
            ? new(
                "DriverSigning",
                HealthState.Fail,
                "the drivers are signed for tests, and the boot loader does not take such drivers",
                advice.Repair)
            : HealthCheck.Pass("DriverSigning", "test signing is allowed");
}
