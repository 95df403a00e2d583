namespace PedOS.Fuzz;

/// <summary>Runs a parser on an input; anything thrown is a finding.</summary>
public delegate void FuzzAction(ReadOnlySpan<byte> input);
