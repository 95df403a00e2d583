using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>What a service says about itself: SERVICE_DESCRIPTION, one pointer to a text.</summary>
internal static class ServiceDescription
{
    /// <summary>Reads it; "" for none.</summary>
    public static string Read(ServiceHandle service, string subject)
    {
        using NativeBuffer? buffer = NativeBuffer.Ask(
            (IntPtr at, uint size, out uint needed) =>
                Advapi32.QueryServiceConfig2(service, Advapi32.SERVICE_CONFIG_DESCRIPTION, at, size, out needed),
            out int error);
        if (buffer is null)
        {
            throw Win32Error.Failure("QueryServiceConfig2", subject, error);
        }

        IntPtr text = Marshal.ReadIntPtr(buffer.Address);
        return text == IntPtr.Zero ? "" : Marshal.PtrToStringUni(text) ?? "";
    }

    /// <summary>Changes it; "" removes it.</summary>
    public static void Set(ServiceHandle service, string description, string subject)
    {
        IntPtr text = Marshal.StringToHGlobalUni(description);
        IntPtr information = Marshal.AllocHGlobal(IntPtr.Size);
        try
        {
            Marshal.WriteIntPtr(information, text);
            if (!Advapi32.ChangeServiceConfig2(service, Advapi32.SERVICE_CONFIG_DESCRIPTION, information))
            {
                throw Win32Error.Last("ChangeServiceConfig2", subject);
            }
        }
        finally
        {
            Marshal.FreeHGlobal(information);
            Marshal.FreeHGlobal(text);
        }
    }
}
