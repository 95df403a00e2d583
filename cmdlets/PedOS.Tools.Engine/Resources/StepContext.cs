using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;

namespace PedOS.Tools.Engine.Resources;

/// <summary>What a resource may use while it is changed.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Package">Where files come from.</param>
/// <param name="KeepPath">
/// Name under which what is replaced or removed is kept until nobody can want it back; on the system volume, in a
/// directory that exists. The same for each repetition of the step.
/// </param>
/// <param name="IsKeeping">
/// Whether the present state is kept: it is on the way forward, and not while an operation is undone.
/// </param>
/// <param name="Cancellation">Ends waiting and copying.</param>
public sealed record StepContext(
    IMachine Machine, IPackage Package, string KeepPath, bool IsKeeping, CancellationToken Cancellation)
{
    /// <summary>Whether what the step replaced is still in use: a restart of Windows ends that.</summary>
    public bool IsStillInUse { get; set; }
}
