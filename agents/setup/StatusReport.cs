using System.Text;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>What is installed on a machine, for people and for programs.</summary>
internal static class StatusReport
{
    /// <summary>Looks.</summary>
    public static SetupResult Make(IMachine machine)
    {
        MachineStatus status = new ProductState(machine, HealthAdvice.Program).Status;
        InstallationStatus installation = status.GetInstallation();
        ComponentStatus[] components = [.. status.ListComponents().Where(static c => c.IsInstalled)];
        IReadOnlyList<OperationSummary> operations = status.ListOperations();
        bool waits = operations.Any(static o => o.NeedsRestart);
        int code = operations.Any(static o => o.IsInterrupted) ? ExitCode.Unfinished
            : !installation.IsInstalled ? ExitCode.NotInstalled
            : waits ? ExitCode.RestartNeeded
            : ExitCode.Done;
        return new SetupResult(
            code,
            Text(installation, components, operations, waits),
            Members(machine.Facts, installation, operations, waits));
    }

    private static string Text(
        InstallationStatus installation,
        IReadOnlyList<ComponentStatus> components,
        IReadOnlyList<OperationSummary> operations,
        bool waits)
    {
        StringBuilder text = new();
        text.Append(DisplayText.Format($"{installation.Location}: {installation.Windows}\n"));
        text.Append(installation.IsInstalled
            ? DisplayText.Format($"PedOS Windows Tools {installation.Version}\n")
            : "PedOS Windows Tools are not installed\n");
        text.Append(installation.Package.Length > 0 ? DisplayText.Format($"  package {installation.Package}\n") : "");
        foreach (ComponentStatus component in components)
        {
            text.Append(DisplayText.Format($"  {component.Name,-15} {component.Title}\n"));
        }

        foreach (string driver in installation.AdoptedDrivers)
        {
            text.Append(DisplayText.Format($"  uses the driver {driver} that others have installed\n"));
        }

        foreach (OperationSummary operation in operations)
        {
            text.Append(DisplayText.Format($"operation {operation.Id} {operation.Kind}: {operation.Phase}\n"));
        }

        return text.Append(waits ? "restart Windows before everything works\n" : "").ToString();
    }

    private static (string Name, JsonValue Value)[] Members(
        MachineFacts facts, InstallationStatus installation, IReadOnlyList<OperationSummary> operations, bool waits) =>
    [
        ("machine", JsonValue.Record(
            ("location", JsonValue.Of(facts.Location)),
            ("kind", JsonValue.Of(installation.Kind.ToString())),
            ("product", JsonValue.Of(facts.ProductName)),
            ("build", JsonValue.Of(facts.Build)))),
        ("version", JsonValue.Of(installation.IsInstalled ? installation.Version : null)),
        ("package", JsonValue.Of(installation.Package)),
        ("components", JsonValue.Of(installation.Components)),
        ("adoptedDrivers", JsonValue.Of(installation.AdoptedDrivers)),
        ("restart", JsonValue.Of(waits)),
        ("operations", JsonValue.Of(operations.Select(static o => JsonValue.Record(
            ("id", JsonValue.Of(o.Id)),
            ("kind", JsonValue.Of(o.Kind.ToString())),
            ("phase", JsonValue.Of(o.Phase.ToString())),
            ("failure", JsonValue.Of(o.Failure.Length > 0 ? o.Failure : null)))))),
    ];
}
