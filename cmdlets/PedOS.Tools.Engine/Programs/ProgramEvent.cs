namespace PedOS.Tools.Engine.Programs;

/// <summary>What came from a program that runs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Of standard output.</param>
/// <param name="Line">Of standard error.</param>
internal sealed record ProgramEvent(ProgramEventKind Kind, byte[]? Bytes = null, string? Line = null);
