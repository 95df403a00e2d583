using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes services of Windows that belong to the product.</summary>
public sealed class AgentCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given) =>
        AgentPrograms.Services.Select(static s => (s, s));
}
