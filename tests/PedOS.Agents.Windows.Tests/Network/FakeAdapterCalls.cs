using PedOS.Agents.Network;
using PedOS.Agents.Windows.Network;

namespace PedOS.Agents.Windows.Tests.Network;

/// <summary>
/// Windows as it is for one adapter: keys that a family may not have, a DHCP client that can be stopped, and a registry
/// that refuses. Wine's DHCP client says yes to everything, so only this shows what is done with a no.
/// </summary>
internal sealed class FakeAdapterCalls : IAdapterCalls
{
    // What the call gives when the client's service does not run: nobody listens at its end.
    private const int RpcServerUnavailable = 1722;
    private const int FileNotFound = 2;

    /// <summary>Driver, then name and value.</summary>
    public Dictionary<string, Dictionary<string, object>> Keys { get; } = new()
    {
        ["Tcpip"] = new() { ["EnableDHCP"] = 1 },
        ["Tcpip6"] = [],
    };

    /// <summary>What was done, in order.</summary>
    public List<string> Done { get; } = [];

    public bool IsDhcpClientStopped { get; set; }

    /// <summary>The client runs, and does not take the notice.</summary>
    public bool RefusesNotice { get; set; }

    /// <summary>The driver whose key cannot be written.</summary>
    public string? RefusesWrites { get; set; }

    /// <summary>Windows 10 1809 to 1909, and Server 2019.</summary>
    public bool IsOld { get; set; }

    public object? Read(string service, string name) => Keys.GetValueOrDefault(service)?.GetValueOrDefault(name);

    public bool TryWrite(string service, string name, object value)
    {
        if (service == RefusesWrites)
        {
            throw new NetworkPortException($"{name} cannot be set: Access is denied.");
        }

        if (!Keys.TryGetValue(service, out Dictionary<string, object>? key))
        {
            return false;
        }

        Done.Add($"{service} {name}={value}");
        key[name] = value;
        return true;
    }

    public int NotifyDhcp(int dhcp)
    {
        Done.Add($"notify {dhcp}");
        return IsDhcpClientStopped || RefusesNotice ? RpcServerUnavailable : 0;
    }

    public int? SetDnsServers(string servers, bool isV6)
    {
        string driver = isV6 ? "Tcpip6" : "Tcpip";
        if (IsOld)
        {
            return null;
        }

        if (!Keys.TryGetValue(driver, out Dictionary<string, object>? key))
        {
            return FileNotFound;
        }

        Done.Add($"{driver} servers {servers}");
        key["NameServer"] = servers;
        return 0;
    }
}
