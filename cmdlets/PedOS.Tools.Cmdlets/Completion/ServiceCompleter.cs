using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Qrexec;

namespace PedOS.Tools.Cmdlets.Completion;

/// <summary>Completes qrexec services of a machine; others have the same ones, mostly.</summary>
public sealed class ServiceCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Explanation)> Names(string word, GivenParameters given)
    {
        using IMachine machine = given.Open();
        return [.. new QrexecServices(machine).List().Select(static s => (s.Name, s.Kind.ToString()))];
    }
}
