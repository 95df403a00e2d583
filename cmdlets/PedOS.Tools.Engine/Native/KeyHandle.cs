using Microsoft.Win32.SafeHandles;

namespace PedOS.Tools.Engine.Native;

/// <summary>An open registry key.</summary>
internal sealed class KeyHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller.</summary>
    public KeyHandle()
        : base(true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Advapi32.RegCloseKey(handle) == 0;
}
