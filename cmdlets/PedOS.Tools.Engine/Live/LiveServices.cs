using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The services of the running Windows, through its service control manager.</summary>
/// <remarks>Each operation connects anew: a connection that is kept would hold deleted services alive.</remarks>
public sealed class LiveServices : IServiceDatabase
{
    private const uint Configure = Advapi32.SERVICE_QUERY_CONFIG
        | Advapi32.SERVICE_CHANGE_CONFIG
        | Advapi32.SERVICE_START; // the manager asks for it before it takes a restart as failure action

    private readonly IRegistry _registry;

    /// <summary>The services of this machine.</summary>
    /// <param name="registry">Its registry.</param>
    public LiveServices(IRegistry registry) => _registry = registry;

    /// <inheritdoc/>
    public ServiceConfiguration? Find(string name)
    {
        using ServiceHandle manager = ServiceManager.Connect(Advapi32.SC_MANAGER_CONNECT, Subject(name));
        using ServiceHandle? service = ServiceManager.TryOpen(manager, name, Advapi32.SERVICE_QUERY_CONFIG);

        // A deleted service that still runs can be opened until it has stopped; for everybody else it is gone.
        return service is null || RegistryServices.IsDeleted(_registry, name) ? null : Read(service, name);
    }

    /// <inheritdoc/>
    public void Set(ServiceConfiguration settings)
    {
        string subject = Subject(settings.Name);
        string dependencies = settings.DependsOn.Replace('/', '\0') + "\0\0";
        using ServiceHandle manager = ServiceManager.Connect(
            Advapi32.SC_MANAGER_CONNECT | Advapi32.SC_MANAGER_CREATE_SERVICE, subject);
        using ServiceHandle? there = ServiceManager.TryOpen(manager, settings.Name, Configure);
        if (there is not null && RegistryServices.IsDeleted(_registry, settings.Name))
        {
            // Settings would be taken and lost with it.
            throw Win32Error.Failure("OpenService", subject, Win32Error.ERROR_SERVICE_MARKED_FOR_DELETE);
        }

        ServiceConfiguration? before = there is null ? null : Read(there, settings.Name);
        if (before == settings)
        {
            return;
        }

        using ServiceHandle? made = there is not null ? null : Advapi32.CreateService(
            manager,
            settings.Name,
            settings.DisplayName,
            Configure,
            Advapi32.SERVICE_WIN32_OWN_PROCESS,
            (uint)settings.Start,
            Advapi32.SERVICE_ERROR_NORMAL,
            settings.Command,
            null,
            IntPtr.Zero,
            dependencies,
            null,
            null);
        if (made is { IsInvalid: true })
        {
            throw Win32Error.Last("CreateService", subject);
        }

        if (there is not null
            && !Advapi32.ChangeServiceConfig(
                there,
                Advapi32.SERVICE_WIN32_OWN_PROCESS,
                (uint)settings.Start,
                Advapi32.SERVICE_ERROR_NORMAL,
                settings.Command,
                null,
                IntPtr.Zero,
                dependencies,
                "LocalSystem",
                "",
                settings.DisplayName))
        {
            throw Win32Error.Last("ChangeServiceConfig", subject);
        }

        ServiceHandle service = there ?? made!;
        if (before?.Description != settings.Description)
        {
            ServiceDescription.Set(service, settings.Description, subject);
        }

        if ((before?.RestartSeconds ?? 0) != settings.RestartSeconds)
        {
            ServiceRecovery.Set(service, settings, _registry);
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        using ServiceHandle manager = ServiceManager.Connect(Advapi32.SC_MANAGER_CONNECT, Subject(name));
        using ServiceHandle? service = ServiceManager.TryOpen(manager, name, Advapi32.SERVICE_ACCESS_DELETE);
        if (service is not null
            && !Advapi32.DeleteService(service)
            && Marshal.GetLastWin32Error() != Win32Error.ERROR_SERVICE_MARKED_FOR_DELETE)
        {
            throw Win32Error.Last("DeleteService", Subject(name));
        }
    }

    private static string Subject(string name) => $"the service {name}";

    private ServiceConfiguration Read(ServiceHandle service, string name)
    {
        using NativeBuffer? buffer = NativeBuffer.Ask(
            (IntPtr at, uint size, out uint needed) => Advapi32.QueryServiceConfig(service, at, size, out needed),
            out int error);
        if (buffer is null)
        {
            throw Win32Error.Failure("QueryServiceConfig", Subject(name), error);
        }

        Advapi32.ServiceConfig config = Marshal.PtrToStructure<Advapi32.ServiceConfig>(buffer.Address);
        return new ServiceConfiguration(
            name,
            Text(config.DisplayName),
            ServiceDescription.Read(service, Subject(name)),
            Text(config.Command),
            (ServiceStart)config.Start,
            string.Join("/", Dependencies(config.Dependencies, name)),
            ServiceRecovery.Read(service, name, _registry),
            ServiceRecovery.IsAfterErrors(service, name, _registry));
    }

    // A manager that keeps them and does not tell them has put them where Windows has them, too.
    private IEnumerable<string> Dependencies(IntPtr told, string name)
    {
        string[] names = [.. Texts(told)];
        return names.Length > 0
            ? names
            : _registry.Find(ServiceRecovery.Key(name), "DependOnService")?.AsTexts() ?? [];
    }

    private static string Text(IntPtr at) => at == IntPtr.Zero ? "" : Marshal.PtrToStringUni(at) ?? "";

    private static IEnumerable<string> Texts(IntPtr at)
    {
        for (string text = Text(at); text.Length > 0; text = Text(at))
        {
            yield return text;
            at += (text.Length + 1) * sizeof(char);
        }
    }
}
