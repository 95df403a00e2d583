using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>What the service control manager does when a service dies: it starts it again, or nothing.</summary>
/// <remarks>
/// A manager without failure actions of its own gets the values in the registry where Windows keeps them; those of
/// Windows are only ever changed by its own functions.
/// </remarks>
internal static class ServiceRecovery
{
    private const uint ForgetSeconds = 86400;
    private const string ActionsValue = "FailureActions";
    private const string FlagValue = "FailureActionsOnNonCrashFailures";

    /// <summary>Registry key of a service.</summary>
    public static string Key(string name) => $@"HKLM\SYSTEM\CurrentControlSet\Services\{name}";

    /// <summary>Seconds until the first restart; 0 for none.</summary>
    public static int Read(ServiceHandle service, string name, IRegistry registry)
    {
        using NativeBuffer? buffer = NativeBuffer.Ask(
            (IntPtr at, uint size, out uint needed) =>
                Advapi32.QueryServiceConfig2(service, Advapi32.SERVICE_CONFIG_FAILURE_ACTIONS, at, size, out needed),
            out int error);
        if (buffer is null)
        {
            return IsUnknown(error)
                ? ServiceFailureActions.RestartSeconds(registry.Find(Key(name), ActionsValue)?.ToArray() ?? [])
                : throw Win32Error.Failure("QueryServiceConfig2", $"the service {name}", error);
        }

        Advapi32.FailureActions actions = Marshal.PtrToStructure<Advapi32.FailureActions>(buffer.Address);
        return actions.Count > 0
            && actions.Actions != IntPtr.Zero
            && (uint)Marshal.ReadInt32(actions.Actions) == Advapi32.SC_ACTION_RESTART
            ? (int)((uint)Marshal.ReadInt32(actions.Actions, sizeof(uint)) / 1000)
            : 0;
    }

    /// <summary>Whether it does so when a service ends itself with an error; true where it does nothing.</summary>
    public static bool IsAfterErrors(ServiceHandle service, string name, IRegistry registry)
    {
        if (Read(service, name, registry) == 0)
        {
            return true;
        }

        using NativeBuffer? buffer = NativeBuffer.Ask(
            (IntPtr at, uint size, out uint needed) => Advapi32.QueryServiceConfig2(
                service, Advapi32.SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, at, size, out needed),
            out int error);
        return buffer is not null ? Marshal.ReadInt32(buffer.Address) != 0
            : IsUnknown(error) ? registry.Find(Key(name), FlagValue)?.AsNumber() is > 0
            : throw Win32Error.Failure("QueryServiceConfig2", $"the service {name}", error);
    }

    /// <summary>Changes it.</summary>
    public static void Set(ServiceHandle service, ServiceConfiguration settings, IRegistry registry)
    {
        (string name, int seconds) = (settings.Name, settings.RestartSeconds);
        bool isAfterErrors = seconds > 0 && settings.RestartsAfterErrors;
        int one = Marshal.SizeOf<Advapi32.FailureActions>();
        IntPtr memory = Marshal.AllocHGlobal(one + (2 * sizeof(uint)));
        try
        {
            // No action, told by a place for actions that is not used, deletes those that are there.
            Advapi32.FailureActions actions = new()
            {
                ResetSeconds = seconds > 0 ? ForgetSeconds : 0,
                Count = seconds > 0 ? 1u : 0u,
                Actions = memory + one,
            };
            Marshal.StructureToPtr(actions, memory, fDeleteOld: false);
            Marshal.WriteInt32(memory, one, (int)Advapi32.SC_ACTION_RESTART);
            Marshal.WriteInt32(memory, one + sizeof(uint), checked(seconds * 1000));
            Change(service, Advapi32.SERVICE_CONFIG_FAILURE_ACTIONS, memory, name);
            Marshal.WriteInt32(memory, isAfterErrors ? 1 : 0);
            Change(service, Advapi32.SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, memory, name);
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }

        if (Read(service, name, registry) != seconds
            || (seconds > 0 && IsAfterErrors(service, name, registry) != isAfterErrors))
        {
            SetValues(Key(name), seconds, isAfterErrors, registry);
        }
    }

    private static void SetValues(string key, int seconds, bool isAfterErrors, IRegistry registry)
    {
        if (seconds == 0)
        {
            registry.DeleteValue(key, ActionsValue);
            registry.DeleteValue(key, FlagValue);
            return;
        }

        byte[] actions = ServiceFailureActions.Restart(seconds);
        registry.Set(key, ActionsValue, new RegistryValue(RegistryValueType.Binary, actions));
        registry.Set(key, FlagValue, RegistryValue.Number(isAfterErrors ? 1u : 0u));
    }

    private static void Change(ServiceHandle service, uint level, IntPtr information, string name)
    {
        if (!Advapi32.ChangeServiceConfig2(service, level, information))
        {
            int error = Marshal.GetLastWin32Error();
            if (!IsUnknown(error))
            {
                throw Win32Error.Failure("ChangeServiceConfig2", $"the service {name}", error);
            }
        }
    }

    private static bool IsUnknown(int error) =>
        error is Win32Error.ERROR_INVALID_LEVEL or Win32Error.ERROR_NOT_SUPPORTED;
}
