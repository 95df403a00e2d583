using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>A security descriptor for files: given to a new one, or set on one that is there.</summary>
internal sealed class FileSecurity : IDisposable
{
    private const uint Parts = Advapi32.OWNER_SECURITY_INFORMATION
        | Advapi32.GROUP_SECURITY_INFORMATION
        | Advapi32.DACL_SECURITY_INFORMATION;

    private readonly LocalMemory _descriptor;
    private readonly IntPtr _attributes;

    private FileSecurity(LocalMemory descriptor)
    {
        _descriptor = descriptor;
        _attributes = Marshal.AllocHGlobal(Marshal.SizeOf<Advapi32.SecurityAttributes>());
        Advapi32.SecurityAttributes attributes = new()
        {
            Length = Marshal.SizeOf<Advapi32.SecurityAttributes>(),
            Descriptor = descriptor.Address,
        };
        Marshal.StructureToPtr(attributes, _attributes, fDeleteOld: false);
    }

    /// <summary>SECURITY_ATTRIBUTES with the descriptor, for functions that make something.</summary>
    public IntPtr Attributes => _attributes;

    /// <summary>The descriptor of a rule; null for null, which inherits.</summary>
    /// <param name="access">The rule.</param>
    /// <param name="path">What it is for, for messages.</param>
    public static FileSecurity? For(AccessRule? access, string path) => access is not { } rule ? null
        : Advapi32.ConvertStringSecurityDescriptorToSecurityDescriptor(
            Text(rule), Advapi32.SDDL_REVISION_1, out LocalMemory descriptor, IntPtr.Zero)
        ? new FileSecurity(descriptor)
        : throw Win32Error.Last("ConvertStringSecurityDescriptorToSecurityDescriptor", path);

    /// <summary>The descriptor that a file has.</summary>
    /// <param name="file">Open with READ_CONTROL.</param>
    /// <param name="path">Its name, for messages.</param>
    public static FileSecurity Of(SafeFileHandle file, string path)
    {
        int error = Advapi32.GetSecurityInfo(
            file, Advapi32.SE_FILE_OBJECT, Parts, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero,
            out LocalMemory descriptor);
        return error == 0 ? new FileSecurity(descriptor) : throw Win32Error.Failure("GetSecurityInfo", path, error);
    }

    /// <summary>The descriptor that <see cref="ToArray"/> has told.</summary>
    /// <param name="descriptor">Self-relative.</param>
    /// <param name="path">What it is for, for messages.</param>
    public static FileSecurity From(byte[] descriptor, string path)
    {
        IntPtr memory = Kernel32.LocalAlloc(Kernel32.LMEM_FIXED, new UIntPtr((uint)descriptor.Length));
        if (memory == IntPtr.Zero)
        {
            throw Win32Error.Last("LocalAlloc", path);
        }

        Marshal.Copy(descriptor, 0, memory, descriptor.Length);
        return new FileSecurity(new LocalMemory(memory));
    }

    /// <summary>Its bytes, self-relative.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[checked((int)Advapi32.GetSecurityDescriptorLength(_descriptor))];
        Marshal.Copy(_descriptor.Address, bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>Gives a file or directory this descriptor; nothing comes from above when it is protected.</summary>
    /// <param name="file">Open with READ_CONTROL, WRITE_DAC and WRITE_OWNER.</param>
    /// <param name="path">Its name, for messages.</param>
    public void Set(SafeFileHandle file, string path)
    {
        if (!Advapi32.GetSecurityDescriptorOwner(_descriptor, out IntPtr owner, out _)
            || !Advapi32.GetSecurityDescriptorGroup(_descriptor, out IntPtr group, out _)
            || !Advapi32.GetSecurityDescriptorDacl(_descriptor, out _, out IntPtr dacl, out _))
        {
            throw Win32Error.Last("GetSecurityDescriptorDacl", path);
        }

        // A list that was inherited from above becomes that again.
        bool isProtected = !Advapi32.GetSecurityDescriptorControl(_descriptor, out ushort control, out _)
            || (control & SecurityDescriptor.ListProtected) != 0;
        int error = Advapi32.SetSecurityInfo(
            file,
            Advapi32.SE_FILE_OBJECT,
            Parts | (isProtected
                ? Advapi32.PROTECTED_DACL_SECURITY_INFORMATION
                : Advapi32.UNPROTECTED_DACL_SECURITY_INFORMATION),
            owner,
            group,
            dacl,
            IntPtr.Zero);
        if (error != 0)
        {
            throw Win32Error.Failure("SetSecurityInfo", path, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Marshal.FreeHGlobal(_attributes);
        _descriptor.Dispose();
    }

    private static string Text(AccessRule rule) => rule switch
    {
        AccessRule.Programs => "O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)",
        AccessRule.AdministratorsOnly => "O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
