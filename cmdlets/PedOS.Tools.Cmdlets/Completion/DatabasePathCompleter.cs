using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes paths of the configuration database.</summary>
public sealed class DatabasePathCompleter : NameCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given)
    {
        string module = Path.GetDirectoryName(typeof(DatabasePathCompleter).Assembly.Location)!;
        using CancellationTokenSource patience = new(Patience);
        DatabaseCommandClient database = new(
            new(new ProgramPlaces(module).Find(ProgramNames.DatabaseCommand)), patience.Token);
        return database.List(word.Length == 0 ? "/" : word).Select(static p => (p, p));
    }
}
