using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The services that need another one.</summary>
internal static class ServiceDependents
{
    /// <summary>Those that run, also through others, in the order in which they can be stopped.</summary>
    /// <param name="service">Open with SERVICE_ENUMERATE_DEPENDENTS.</param>
    /// <param name="subject">Its name, for messages.</param>
    public static IReadOnlyList<string> Running(ServiceHandle service, string subject)
    {
        uint count = 0;
        using NativeBuffer? buffer = NativeBuffer.Ask(
            (IntPtr at, uint size, out uint needed) => Advapi32.EnumDependentServices(
                service, Advapi32.SERVICE_ACTIVE, at, size, out needed, out count),
            out int error);
        if (buffer is null)
        {
            throw Win32Error.Failure("EnumDependentServices", subject, error);
        }

        // ENUM_SERVICE_STATUSW: two pointers and a SERVICE_STATUS of seven numbers, padded to a pointer.
        int one = ((2 * IntPtr.Size) + (7 * sizeof(uint)) + IntPtr.Size - 1) / IntPtr.Size * IntPtr.Size;
        return
        [
            .. Enumerable.Range(0, (int)count)
                .Select(i => Marshal.PtrToStringUni(Marshal.ReadIntPtr(buffer.Address, i * one)) ?? ""),
        ];
    }
}
