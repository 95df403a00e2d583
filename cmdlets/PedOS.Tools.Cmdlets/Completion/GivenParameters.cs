using System.Collections;
using System.Management.Automation;
using PedOS.Tools.Engine.Access;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Parameters of the command that is being typed.</summary>
/// <param name="bound">Their values by name.</param>
public sealed class GivenParameters(IDictionary? bound)
{
    /// <summary>The machine that the command is about.</summary>
    public IMachine Open() => MachineAccess.Open(Text("ImagePath"), isChanged: false);

    /// <summary>A parameter as text; null when it was not typed.</summary>
    public string? Text(string name) => bound?[name] is { } value ? LanguagePrimitives.ConvertTo<string>(value) : null;
}
