namespace PedOS.Build.Drivers;

/// <summary>A line of an INF, its quotes taken away; strings of the INF are still between percent signs.</summary>
/// <param name="Key">What is left of the equals sign; "" when there is none.</param>
/// <param name="Values">The rest, parted at commas.</param>
public sealed record InfLine(string Key, IReadOnlyList<string> Values)
{
    /// <summary>A value; "" when the line has fewer.</summary>
    public string this[int index] => index < Values.Count ? Values[index] : "";
}
