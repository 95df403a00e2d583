using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>Connections to the service control manager.</summary>
internal static class ServiceManager
{
    /// <summary>Connects.</summary>
    /// <param name="access">Rights that are needed.</param>
    /// <param name="subject">Service it is about, for messages.</param>
    public static ServiceHandle Connect(uint access, string subject)
    {
        ServiceHandle manager = Advapi32.OpenSCManager(null, null, access);
        return manager.IsInvalid ? throw Win32Error.Last("OpenSCManager", subject) : manager;
    }

    /// <summary>Opens a service; null when there is none of the name.</summary>
    /// <param name="manager">The connection.</param>
    /// <param name="name">Name of the service.</param>
    /// <param name="access">Rights that are needed.</param>
    public static ServiceHandle? TryOpen(ServiceHandle manager, string name, uint access)
    {
        ServiceHandle service = Advapi32.OpenService(manager, name, access);
        if (!service.IsInvalid)
        {
            return service;
        }

        int error = Marshal.GetLastWin32Error();
        service.Dispose();
        return error == Win32Error.ERROR_SERVICE_DOES_NOT_EXIST
            ? null
            : throw Win32Error.Failure("OpenService", $"the service {name}", error);
    }
}
