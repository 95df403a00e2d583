using System.Runtime.InteropServices;
using System.Security;
using Microsoft.Win32;
using PedOS.Agents.Network;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Network;

/// <summary>The registry and the services of this machine, for one adapter.</summary>
/// <param name="adapter">Identifier of the adapter, in braces.</param>
internal sealed unsafe class AdapterCalls(string adapter) : IAdapterCalls
{
    private const string DhcpService = "Dhcp";

    /// <inheritdoc/>
    public bool IsDhcpClientStopped
    {
        get
        {
            nint manager = Advapi32.OpenSCManager(null, null, Advapi32.SC_MANAGER_CONNECT);
            if (manager == 0)
            {
                return false;
            }

            nint service = Advapi32.OpenService(manager, DhcpService, Advapi32.SERVICE_QUERY_STATUS);
            bool isAbsent = service == 0
                && Marshal.GetLastPInvokeError() == Win32Error.ERROR_SERVICE_DOES_NOT_EXIST;
            bool isStopped = service != 0
                && Advapi32.QueryServiceStatus(service, out Advapi32.ServiceStatus status)
                && status.CurrentState == Advapi32.SERVICE_STOPPED;
            if (service != 0)
            {
                _ = Advapi32.CloseServiceHandle(service);
            }

            _ = Advapi32.CloseServiceHandle(manager);
            return isAbsent || isStopped;
        }
    }

    /// <inheritdoc/>
    public object? Read(string service, string name)
    {
        using RegistryKey? key = Open(service, writable: false);
        return key?.GetValue(name);
    }

    /// <inheritdoc/>
    public bool TryWrite(string service, string name, object value)
    {
        try
        {
            using RegistryKey? key = Open(service, writable: true);
            key?.SetValue(name, value, value is int ? RegistryValueKind.DWord : RegistryValueKind.String);
            return key is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NetworkPortException($"{name} of {adapter} cannot be set: {e.Message}", inner: e);
        }
    }

    /// <inheritdoc/>
    public int NotifyDhcp(int dhcp) =>
        Dhcpcsvc.DhcpNotifyConfigChange(null, adapter, hasNewAddress: false, 0, 0, 0, dhcp);

    /// <inheritdoc/>
    public int? SetDnsServers(string servers, bool isV6)
    {
        fixed (char* text = servers)
        {
            Iphlpapi.DnsInterfaceSettings settings = new()
            {
                Version = Iphlpapi.DNS_INTERFACE_SETTINGS_VERSION1,
                Flags = Iphlpapi.DNS_SETTING_NAMESERVER | (isV6 ? Iphlpapi.DNS_SETTING_IPV6 : 0),
                NameServer = text,
            };
            try
            {
                return Iphlpapi.SetInterfaceDnsSettings(Guid.Parse(adapter), settings);
            }
            catch (EntryPointNotFoundException)
            {
                return null;
            }
        }
    }

    private RegistryKey? Open(string service, bool writable)
    {
        string path = $@"SYSTEM\CurrentControlSet\Services\{service}\Parameters\Interfaces\{adapter}";
        try
        {
            return Registry.LocalMachine.OpenSubKey(path, writable);
        }
        catch (Exception e) when (e is SecurityException or IOException)
        {
            throw new NetworkPortException($@"HKLM\{path} cannot be opened: {e.Message}", inner: e);
        }
    }
}
