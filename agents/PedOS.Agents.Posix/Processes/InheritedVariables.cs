using PedOS.Agents.Hosting;

namespace PedOS.Agents.Posix.Processes;

/// <summary>The variables that programs inherit from this process: all but those it set for its own runtime.</summary>
internal static class InheritedVariables
{
    /// <summary>A copy, to add to.</summary>
    public static Dictionary<string, string> Copy()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? string.Empty;
        }

        foreach (string own in InlineCompletions.Variables)
        {
            _ = variables.Remove(own);
        }

        return variables;
    }

    /// <summary>The form that a program is started with.</summary>
    public static string[] Format(IEnumerable<KeyValuePair<string, string>> variables) =>
        [.. variables.Select(pair => $"{pair.Key}={pair.Value}")];
}
