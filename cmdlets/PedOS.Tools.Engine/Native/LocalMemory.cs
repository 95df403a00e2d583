using Microsoft.Win32.SafeHandles;

namespace PedOS.Tools.Engine.Native;

/// <summary>Memory that the system gave away and LocalFree takes back.</summary>
internal sealed class LocalMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller.</summary>
    public LocalMemory()
        : base(true)
    {
    }

    /// <summary>Takes memory of LocalAlloc.</summary>
    public LocalMemory(IntPtr memory)
        : base(true) => SetHandle(memory);

    /// <summary>Where it is; valid until it is disposed.</summary>
    public IntPtr Address => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.LocalFree(handle) == IntPtr.Zero;
}
