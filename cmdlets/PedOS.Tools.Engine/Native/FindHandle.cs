using Microsoft.Win32.SafeHandles;

namespace PedOS.Tools.Engine.Native;

/// <summary>A search for files.</summary>
internal sealed class FindHandle : SafeHandleMinusOneIsInvalid
{
    /// <summary>For the marshaller.</summary>
    public FindHandle()
        : base(true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.FindClose(handle);
}
