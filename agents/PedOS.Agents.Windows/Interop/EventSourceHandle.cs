using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Interop;

/// <summary>A registered event source.</summary>
internal sealed class EventSourceHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the generated code of <see cref="Advapi32.RegisterEventSource"/>.</summary>
    public EventSourceHandle()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Advapi32.DeregisterEventSource(handle);
}
