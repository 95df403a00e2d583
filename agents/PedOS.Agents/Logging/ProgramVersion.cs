namespace PedOS.Agents.Logging;

/// <summary>The version of the product, which all of its programs have.</summary>
public static class ProgramVersion
{
    /// <summary>Three numbers.</summary>
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetName().Version?.ToString(3) ?? "";
}
