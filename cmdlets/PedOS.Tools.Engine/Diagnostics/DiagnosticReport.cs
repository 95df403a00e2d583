namespace PedOS.Tools.Engine.Diagnostics;

/// <summary>What went into an archive of diagnostics.</summary>
/// <param name="Path">The archive.</param>
/// <param name="Length">Bytes it has.</param>
/// <param name="Included">Names of the entries.</param>
/// <param name="LeftOut">What is not in it, and why.</param>
public sealed record DiagnosticReport(
    string Path, long Length, IReadOnlyList<string> Included, IReadOnlyList<string> LeftOut);
