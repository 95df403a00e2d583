using System.Globalization;
using System.Text;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Receipts;
using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>Whether what was installed is still as it was.</summary>
internal static class HealthReport
{
    /// <summary>Compares each resource of the receipt with what is there.</summary>
    /// <exception cref="SetupException">The tools are not installed.</exception>
    public static SetupResult Make(IMachine machine)
    {
        Receipt receipt = new SetupFolder(machine).ReadReceipt() ?? throw new SetupException(
            SetupError.NotInstalled,
            $"PedOS Windows Tools are not installed on {machine.Facts.Location}",
            "Install them.");
        (Resource Resource, ResourceState Found)[] wrong =
        [
            .. receipt.Entries
                .Select(static e => e.Resource)
                .Where(r => machine.Running is not null || !r.NeedsRunningSystem)
                .Select(r => (r, r.Detect(machine)))
                .Where(static found => !found.r.IsSame(found.Item2, found.r.Desired)),
        ];
        StringBuilder text = new();
        foreach ((Resource resource, ResourceState found) in wrong)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{resource.Kind} {resource.Name} is {found} and not {resource.Desired}\n");
        }

        int count = receipt.Entries.Count;
        text.Append(
            CultureInfo.InvariantCulture,
            $"{count - wrong.Length} of {count} resources are as they were installed\n");
        text.Append(wrong.Length > 0 ? "setup repair makes them whole again\n" : "");
        return new SetupResult(
            wrong.Length > 0 ? ExitCode.Unhealthy : ExitCode.Done,
            text.ToString(),
            [
                ("resources", JsonValue.Of(receipt.Entries.Count)),
                ("wrong", JsonValue.Of(wrong.Select(static w => JsonValue.Record(
                    ("id", JsonValue.Of(w.Resource.Id)),
                    ("component", JsonValue.Of(w.Resource.Component)),
                    ("found", w.Found.ToJson()),
                    ("wanted", w.Resource.Desired.ToJson()))))),
            ]);
    }
}
