using System.Reflection.Emit;

namespace PedOS.Architecture.Tests.Il;

/// <summary>One instruction of a method body.</summary>
/// <param name="Code">What it does.</param>
/// <param name="Token">Its metadata token, or 0 when it has none.</param>
public readonly record struct Instruction(OpCode Code, int Token);
