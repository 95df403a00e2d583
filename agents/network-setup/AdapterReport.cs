using PedOS.Protocols.Network;


namespace PedOS.NetworkSetup;

/// <summary>What became of one adapter, and why.</summary>
/// <param name="Mac">Which one.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Text">One sentence for a person.</param>
internal sealed record AdapterReport(MacAddress Mac, AdapterOutcome Outcome, string Text)
{
    /// <summary>What was left out, and why; empty when nothing was.</summary>
    public string Warning { get; init; } = string.Empty;
}
