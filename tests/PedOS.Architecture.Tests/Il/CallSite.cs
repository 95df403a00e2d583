namespace PedOS.Architecture.Tests.Il;

/// <summary>One call, or use of a constructor, found in a method body.</summary>
/// <param name="Caller">Namespace, type and method that calls; compiler-made types included.</param>
/// <param name="Callee">Namespace, type and method that is called, as <c>System.DateTime::get_Now</c>.</param>
/// <param name="Parameters">Types of the callee's parameters, by name.</param>
/// <param name="PushedFalse">The instruction before it pushed the constant 0.</param>
public sealed record CallSite(string Caller, string Callee, IReadOnlyList<string> Parameters, bool PushedFalse);
