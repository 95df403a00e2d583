using System.Runtime.InteropServices;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Security;

/// <summary>A security descriptor in native memory, made from its text.</summary>
internal sealed class LocalDescriptor : SafeHandle
{
    private LocalDescriptor(nint descriptor)
        : base(0, true) => SetHandle(descriptor);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Where it is; valid until it is disposed.</summary>
    public nint Address => handle;

    /// <summary>Builds a descriptor.</summary>
    /// <param name="sddl">Its text.</param>
    /// <exception cref="IOException">The text is not one.</exception>
    public static LocalDescriptor Parse(string sddl) => Advapi32.ConvertStringSecurityDescriptorToSecurityDescriptor(
        sddl, Advapi32.SDDL_REVISION_1, out nint descriptor, 0)
        ? new LocalDescriptor(descriptor)
        : throw Win32Error.Last($"{sddl} is not a security descriptor");

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        // Allocated by LocalAlloc, which is what FreeHGlobal gives back on Windows.
        Marshal.FreeHGlobal(handle);
        return true;
    }
}
