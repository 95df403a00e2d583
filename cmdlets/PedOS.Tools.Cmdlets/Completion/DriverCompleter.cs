using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes components that are drivers.</summary>
public sealed class DriverCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given) =>
        ComponentCatalog.Drivers.Select(static c => (c.Name, $"{c.Title}. {c.Explanation}"));
}
