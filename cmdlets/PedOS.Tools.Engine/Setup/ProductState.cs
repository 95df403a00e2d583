using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Engine.Setup;

/// <summary>
/// The door of the engine to look: what is installed, and whether it is as it should be. It changes nothing and demands
/// no installation; that there is none is an answer.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="advice">Words remedies.</param>
/// <param name="cancellation">Ends the reading of the machine's books.</param>
public sealed class ProductState(IMachine machine, HealthAdvice advice, CancellationToken cancellation = default)
{
    /// <summary>What is installed, and what was done.</summary>
    public MachineStatus Status { get; } = new(machine, cancellation);

    /// <summary>Looks whether everything is as it should be, one check after the other.</summary>
    public IEnumerable<HealthCheck> Check() => new HealthReport(machine, advice, cancellation).Run();

    /// <summary>Whether the books say that nothing is installed; not when they cannot be read.</summary>
    public bool IsNotInstalled()
    {
        try
        {
            return new OperationBooks(machine).Receipt is null;
        }
        catch (SetupException)
        {
            return false;
        }
    }
}
