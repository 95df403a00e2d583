using System.Runtime.InteropServices;

namespace PedOS.Agents.Windows.Interop;

/// <summary>SECURITY_ATTRIBUTES.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SecurityAttributes
{
    public uint Length;
    public nint SecurityDescriptor;
    public int InheritHandle;

    /// <param name="descriptor">A self-relative descriptor that outlives the call, 0 for the default.</param>
    /// <param name="inheritable">Whether a child may inherit the new handle.</param>
    public static unsafe SecurityAttributes For(nint descriptor, bool inheritable) => new()
    {
        Length = (uint)sizeof(SecurityAttributes),
        SecurityDescriptor = descriptor,
        InheritHandle = inheritable ? 1 : 0,
    };
}
