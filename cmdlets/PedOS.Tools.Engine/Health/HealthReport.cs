using PedOS.Tools.Engine.Agents;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Receipts;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Health;

/// <summary>Looks whether the tools on a machine are as they should be. Changes nothing.</summary>
/// <param name="machine">The machine.</param>
/// <param name="advice">Words the remedies.</param>
public sealed class HealthReport(IMachine machine, HealthAdvice advice)
{
    private const int MaxNamed = 3;

    private readonly SetupEngine _engine = new(machine, NoPackage.Instance, NoObserver.Instance);

    /// <summary>Every check, one after the other.</summary>
    public IEnumerable<HealthCheck> Run()
    {
        yield return CheckWindows();
        yield return CheckForeignTools();
        yield return CheckOperations();
        Receipt? receipt = Try(() => _engine.Receipt, out SetupException? failure);
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
        foreach (string component in receipt.Components)
        {
            yield return CheckComponent(component, receipt);
        }

        yield return CheckConfiguration();
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
    }

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
        IReadOnlyList<ForeignProduct>? found = Try(() => ForeignTools.Find(machine), out SetupException? failure);
        return found is null
            ? new("OtherGuestTools", HealthState.Degraded, failure!.Message, failure.Remedy)
            : found.Count > 0
            ? new(
                "OtherGuestTools",
                HealthState.Degraded,
                $"{string.Join(", ", found)} is installed, too",
                "Uninstall it: two sets of guest tools disturb each other.")
            : HealthCheck.Pass("OtherGuestTools", "no guest tools of others are installed");
    }

    private HealthCheck CheckOperations()
    {
        IReadOnlyList<OperationState>? all = Try(() => _engine.Operations(), out SetupException? failure);
        if (all is null)
        {
            return new("Operations", HealthState.Degraded, failure!.Message, failure.Remedy);
        }

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
            .Where(r => r.Component == component && !r.IsTransient && r is not ServiceRunResource
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

    private bool IsAsDesired(Resource resource)
    {
        try
        {
            return resource.IsSame(resource.Detect(machine), resource.Desired);
        }
        catch (SetupException)
        {
            // What cannot be looked at is not known to be right.
            return false;
        }
    }

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
            yield return running.IsServiceRunning(service.Name)
                ? HealthCheck.Pass($"Service {service.Name}", "it runs")
                : new(
                    $"Service {service.Name}",
                    HealthState.Fail,
                    "it does not run",
                    advice.Start(service.Name));
        }

        yield return running.PendingRestart is { } reason
            ? new("Restart", HealthState.Degraded, $"Windows waits for a restart: {reason}", "Restart Windows.")
            : HealthCheck.Pass("Restart", "no restart is pending");
        bool needsTestSigning = receipt.Entries.Any(static e => e.Resource is TestSigningResource);
        yield return needsTestSigning && running.IsSecureBoot
            ? new(
                "DriverSigning",
                HealthState.Fail,
                "Secure Boot is on and the drivers are signed for tests",
                "Turn Secure Boot off for this machine, or install drivers that are signed for it.")
            : HealthCheck.Pass("DriverSigning", needsTestSigning ? "test signing is allowed" : "nothing is needed");
    }
}
