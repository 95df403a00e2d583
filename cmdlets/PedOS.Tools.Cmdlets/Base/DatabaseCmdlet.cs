using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet that uses the configuration database of this machine.</summary>
public abstract class DatabaseCmdlet : PedOSCmdlet
{
    /// <summary>The database.</summary>
    /// <param name="cancellation">Ends what runs.</param>
    protected DatabaseCommandClient OpenDatabase(CancellationToken cancellation) =>
        new(Program(ProgramNames.DatabaseCommand), cancellation);
}
