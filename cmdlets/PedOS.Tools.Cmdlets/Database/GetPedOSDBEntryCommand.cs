using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Database;

/// <summary>Get-PedOSDBEntry.</summary>
[Cmdlet(VerbsCommon.Get, "PedOSDBEntry")]
[OutputType(typeof(DatabaseValue))]
public sealed class GetPedOSDBEntryCommand : DatabaseCmdlet
{
    /// <summary>Paths; wildcards are allowed, and a slash at the end means everything below. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DatabasePathCompleter))]
    [PlainText(IsList = true)]
    public string[] Path { get; set; } = ["/"];

    /// <inheritdoc/>
    protected override void Process()
    {
        DatabaseCommandClient database = OpenDatabase(Cancellation);
        foreach (string path in Path)
        {
            int wildcard = path.IndexOfAny(['*', '?', '[']);
            if (wildcard >= 0)
            {
                WriteObject(
                    database.ReadAll(path.Substring(0, wildcard)).Where(v => Wildcards.Match([path], v.Path)), true);
            }
            else if (path.EndsWith("/", StringComparison.Ordinal))
            {
                WriteObject(database.ReadAll(path), true);
            }
            else if (database.Read(path) is { } value)
            {
                WriteObject(value);
            }
            else
            {
                WriteFailure(DatabaseCommandClient.Missing(path), path);
            }
        }
    }
}
