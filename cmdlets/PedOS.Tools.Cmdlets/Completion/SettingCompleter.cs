using PedOS.Tools.Engine.Configuration;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes settings.</summary>
public sealed class SettingCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given) =>
        ConfigurationCatalog.All.Select(static s => (s.Name, $"{s.Meaning}: {s.Wanted}"));
}
