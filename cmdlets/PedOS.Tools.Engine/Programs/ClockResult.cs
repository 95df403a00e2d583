namespace PedOS.Tools.Engine.Programs;

/// <summary>What became of the clock.</summary>
/// <param name="IsApplied">Whether it was set.</param>
/// <param name="Reason">Why it was set or not, one word.</param>
/// <param name="Text">The same for people.</param>
/// <param name="Offset">How far it was behind, negative when ahead; null when nobody told.</param>
public sealed record ClockResult(bool IsApplied, string Reason, string Text, TimeSpan? Offset)
{
    /// <summary>The same for people.</summary>
    public string Text { get; init; } = DisplayText.Lines(Text);
}
