namespace PedOS.Fuzz;

/// <summary>A parser under test.</summary>
/// <param name="Name">Name on the command line and of its corpus folder.</param>
/// <param name="Parsers">What it covers, separated by blanks: <c>Type.Method</c>.</param>
/// <param name="Run">Parses one input and checks what came out.</param>
public sealed record FuzzTarget(string Name, string Parsers, FuzzAction Run);
