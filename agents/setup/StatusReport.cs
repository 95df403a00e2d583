using System.Globalization;
using System.Text;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Receipts;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>What is installed on a machine.</summary>
internal static class StatusReport
{
    /// <summary>Looks.</summary>
    public static SetupResult Make(IMachine machine)
    {
        SetupEngine engine = new(machine, NoPackage.Instance, NoObserver.Instance);
        Receipt? receipt = engine.Receipt;
        IReadOnlyList<OperationState> operations = engine.Operations();
        bool isOpen = operations.Any(static o => o.Phase is not (OperationPhase.Done or OperationPhase.Undone
            or OperationPhase.AwaitsRestart));
        bool waits = operations.Any(o => o.Phase is OperationPhase.AwaitsRestart
            && o.BootIdentity == machine.Running?.BootIdentity);
        int code = isOpen ? ExitCode.Unfinished
            : receipt is null ? ExitCode.NotInstalled
            : waits ? ExitCode.RestartNeeded
            : ExitCode.Done;
        return new SetupResult(
            code, Text(machine, receipt, operations, waits), Members(machine, receipt, operations, waits));
    }

    private static string Text(
        IMachine machine, Receipt? receipt, IReadOnlyList<OperationState> operations, bool waits)
    {
        MachineFacts facts = machine.Facts;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{facts.Location}: {facts.ProductName}, build {facts.Build}\n");
        text.Append(receipt is null
            ? "PedOS Windows Tools are not installed\n"
            : $"PedOS Windows Tools {receipt.Version}\n");
        foreach (string name in receipt?.Components ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name,-15} {ComponentCatalog.Get(name).Title}\n");
        }

        foreach (OperationState operation in operations)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"operation {operation.Plan.Id} {operation.Plan.Kind}: {operation.Phase}\n");
        }

        return text.Append(waits ? "restart Windows before everything works\n" : "").ToString();
    }

    private static (string Name, JsonValue Value)[] Members(
        IMachine machine, Receipt? receipt, IReadOnlyList<OperationState> operations, bool waits) =>
    [
        ("machine", JsonValue.Record(
            ("location", JsonValue.Of(machine.Facts.Location)),
            ("kind", JsonValue.Of(machine.Kind.ToString())),
            ("product", JsonValue.Of(machine.Facts.ProductName)),
            ("build", JsonValue.Of(machine.Facts.Build)))),
        ("version", JsonValue.Of(receipt?.Version)),
        ("components", JsonValue.Of(receipt?.Components ?? [])),
        ("restart", JsonValue.Of(waits)),
        ("operations", JsonValue.Of(operations.Select(static o => JsonValue.Record(
            ("id", JsonValue.Of(o.Plan.Id)),
            ("kind", JsonValue.Of(o.Plan.Kind.ToString())),
            ("phase", JsonValue.Of(o.Phase.ToString())),
            ("failure", JsonValue.Of(o.Failure)))))),
    ];
}
