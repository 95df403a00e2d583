using System.Reflection;

namespace PedOS.Framework;

/// <summary>
/// Compiles every method of an assembly, as the runtime does before the first call: what it refers to has to be there.
/// </summary>
internal static class MethodCompilation
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Compiles them.</summary>
    /// <param name="name">The assembly.</param>
    /// <param name="least">Methods that it has at least.</param>
    /// <exception cref="InvalidOperationException">One cannot be compiled, or there are too few.</exception>
    public static string Of(string name, int least)
    {
        int count = 0;
        List<string> refused = [];
        Type[] types = Assembly.Load(name).GetTypes();
        foreach (MethodBase method in types.SelectMany(static t => t.GetMembers(Declared)).OfType<MethodBase>()
            .Where(static m => !m.IsAbstract && !m.ContainsGenericParameters
                && (m.Attributes & MethodAttributes.PinvokeImpl) == 0
                && (m.GetMethodImplementationFlags() & MethodImplAttributes.Runtime) == 0))
        {
            try
            {
                // What is made for this only does nothing on Mono; an address has to have code.
                _ = method.MethodHandle.GetFunctionPointer();
                count++;
            }
            catch (Exception e) when (e is TypeLoadException or MissingMemberException or FileNotFoundException
                or FileLoadException or BadImageFormatException or InvalidProgramException)
            {
                refused.Add($"{method.DeclaringType}.{method.Name}: {e.Message}");
            }
        }

        return refused.Count == 0 && count >= least
            ? $"{types.Length} types, {count} methods"
            : throw new InvalidOperationException($"{count} methods of {least}; {string.Join("\n", refused)}");
    }
}
