namespace PedOS.Tools.Engine.Configuration;

/// <summary>A setting as it is in force.</summary>
/// <param name="Component">Program it is told for; "" for every program.</param>
/// <param name="Name">The setting.</param>
/// <param name="Value">A number or text.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="Default">What holds when nobody sets it.</param>
/// <param name="Problem">What is stored and ignored, because it is not acceptable; "" for nothing.</param>
public sealed record ConfigurationEntry(
    string Component, string Name, object Value, SettingSource Source, object Default, string Problem)
{
    /// <summary>What is stored and ignored, because it is not acceptable; "" for nothing.</summary>
    public string Problem { get; init; } = DisplayText.Lines(Problem);

    /// <summary>The value as a terminal may show it.</summary>
    public object ShownValue => Value is string text ? DisplayText.Line(text) : Value;
}
