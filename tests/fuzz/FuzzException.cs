namespace PedOS.Fuzz;

/// <summary>A parser said something that the slow check does not agree with.</summary>
public sealed class FuzzException(string message) : Exception(message);
