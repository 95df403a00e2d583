namespace PedOS.Tools.Engine.Programs;

/// <summary>An entry of the configuration database.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Value">Its value, read as UTF-8.</param>
public sealed record DatabaseValue(string Path, string Value)
{
    /// <summary>The path as a terminal may show it.</summary>
    public string ShownPath => DisplayText.Line(Path);

    /// <summary>The value as a terminal may show it.</summary>
    public string ShownValue => DisplayText.Line(Value);
}
