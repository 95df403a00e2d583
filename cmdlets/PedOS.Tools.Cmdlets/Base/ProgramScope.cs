using System.Management.Automation;
using PedOS.Tools.Engine;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>Which programs a setting is for.</summary>
internal static class ProgramScope
{
    /// <summary>
    /// Refuses an empty program on the command line. An entry that comes through the pipeline has one when it holds for
    /// every program; a script that names a program and has none must not set it for all.
    /// </summary>
    /// <param name="invocation">The command, before the first object of the pipeline.</param>
    /// <param name="parameter">The parameter that names the program.</param>
    /// <exception cref="SetupException">It is empty.</exception>
    public static void Check(InvocationInfo invocation, string parameter)
    {
        if (invocation.BoundParameters.TryGetValue(parameter, out object? given)
            && string.IsNullOrWhiteSpace(PlainText.Of(given)))
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"-{parameter} names no program",
                $"Name a program, or leave -{parameter} out when every program is meant.");
        }
    }
}
