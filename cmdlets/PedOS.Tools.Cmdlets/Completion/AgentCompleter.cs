using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes services of Windows that belong to the product.</summary>
public sealed class AgentCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given) =>
        AgentPrograms.Services.Select(static s => (s, ProductPrograms.Find(s)!.Service!.Description));
}
