using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes programs that keep a log and read settings.</summary>
public sealed class ProgramCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given) =>
        AgentPrograms.All.Select(static p => (p, ProductPrograms.Find(p)!.Purpose));
}
