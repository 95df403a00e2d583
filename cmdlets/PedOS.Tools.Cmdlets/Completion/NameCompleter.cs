using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PedOS.Tools.Engine;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes names; whatever goes wrong meanwhile, there is just nothing to complete.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        try
        {
            return [.. Names(word, new(fakeBoundParameters))
                .Where(n => n.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(static n => new CompletionResult(
                    Quote(n.Name), n.Name, CompletionResultType.ParameterValue, n.Explanation))];
        }
        catch (Exception e) when (e is SetupException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The names there are.</summary>
    /// <param name="word">What was typed of the name.</param>
    /// <param name="given">Other parameters that were typed.</param>
    protected abstract IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given);

    private static string Quote(string name) =>
        name.IndexOfAny([' ', '\'', '"', '$', '(', ')', '{', '}', ',', ';', '@', '#']) < 0
            ? name
            : "'" + name.Replace("'", "''") + "'";
}
