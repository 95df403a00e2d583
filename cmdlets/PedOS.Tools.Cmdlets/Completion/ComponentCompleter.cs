using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes components of the product.</summary>
public sealed class ComponentCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given) =>
        ComponentCatalog.All.Select(static c => (c.Name, $"{c.Title}. {c.Explanation}"));
}
