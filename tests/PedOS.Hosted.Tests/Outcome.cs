using System.Management.Automation;

namespace PedOS.Hosted.Tests;

/// <summary>What became of a script.</summary>
/// <param name="Output">Objects it gave, unwrapped.</param>
/// <param name="Errors">What went wrong; the one that ended it comes last.</param>
/// <param name="Warnings">Warnings.</param>
/// <param name="Progress">Progress as it was told.</param>
internal sealed record Outcome(
    IReadOnlyList<object> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<ProgressRecord> Progress);
