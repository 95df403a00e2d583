using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes operations in the books of a machine.</summary>
public sealed class OperationCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given)
    {
        using IMachine machine = given.Open();
        return [.. new ProductState(machine, HealthAdvice.Cmdlets).Status.ListOperations()
            .Select(static o => (o.Id, $"{o.Kind}, {o.Phase}"))];
    }
}
