namespace PedOS.Tools.Engine.Programs;

/// <summary>What a program said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output, read as UTF-8.</param>
/// <param name="Error">Its standard error, its lines joined by blanks.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Error);
