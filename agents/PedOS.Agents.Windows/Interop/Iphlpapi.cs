using System.Runtime.InteropServices;
using unsafe OnChange = delegate* unmanaged<void*, void*, int, void>;

namespace PedOS.Agents.Windows.Interop;

/// <summary>
/// IP Helper; spelled as in netioapi.h and iptypes.h. All functions return an error number. Offsets are those of the
/// 64-bit headers.
/// </summary>
internal static unsafe partial class Iphlpapi
{
    public const ushort AF_UNSPEC = 0;
    public const ushort AF_INET = 2;
    public const ushort AF_INET6 = 23;
    public const uint GAA_FLAG_SKIP_ANYCAST = 0x2;
    public const uint GAA_FLAG_SKIP_MULTICAST = 0x4;
    public const uint GAA_FLAG_SKIP_DNS_SERVER = 0x8;
    public const uint IF_TYPE_ETHERNET_CSMACD = 6;
    public const int IpPrefixOriginManual = 1;
    public const int IpPrefixOriginDhcp = 3;
    public const int IpDadStatePreferred = 4;
    public const int NlroManual = 0;
    public const int NlroDHCP = 2;
    public const int MIB_IPPROTO_LOCAL = 2;
    public const int MIB_IPPROTO_NETMGMT = 3;
    public const uint DNS_INTERFACE_SETTINGS_VERSION1 = 1;
    public const ulong DNS_SETTING_IPV6 = 1;
    public const ulong DNS_SETTING_NAMESERVER = 2;

    /// <summary>Bytes in front of the rows of a table: their count, and padding.</summary>
    public const int TableHeader = 8;

    [LibraryImport("iphlpapi.dll")]
    public static partial int GetAdaptersAddresses(
        uint family, uint flags, void* reserved, byte* buffer, ref uint size);

    [LibraryImport("iphlpapi.dll")]
    public static partial int GetUnicastIpAddressTable(ushort family, out byte* table);

    [LibraryImport("iphlpapi.dll")]
    public static partial int GetIpForwardTable2(ushort family, out byte* table);

    [LibraryImport("iphlpapi.dll")]
    public static partial void FreeMibTable(byte* table);

    [LibraryImport("iphlpapi.dll")]
    public static partial void InitializeUnicastIpAddressEntry(MibUnicastIpAddressRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial int CreateUnicastIpAddressEntry(MibUnicastIpAddressRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial int DeleteUnicastIpAddressEntry(MibUnicastIpAddressRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial void InitializeIpForwardEntry(MibIpForwardRow2* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial int CreateIpForwardEntry2(MibIpForwardRow2* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial int DeleteIpForwardEntry2(MibIpForwardRow2* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial int GetIpInterfaceEntry(MibIpInterfaceRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial int SetIpInterfaceEntry(MibIpInterfaceRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial int NotifyIpInterfaceChange(
        ushort family, OnChange callback, void* context, byte initial, out nint handle);

    [LibraryImport("iphlpapi.dll")]
    public static partial int NotifyUnicastIpAddressChange(
        ushort family, OnChange callback, void* context, byte initial, out nint handle);

    [LibraryImport("iphlpapi.dll")]
    public static partial int NotifyRouteChange2(
        ushort family, OnChange callback, void* context, byte initial, out nint handle);

    /// <summary>Returns when no callback is under way.</summary>
    [LibraryImport("iphlpapi.dll")]
    public static partial int CancelMibChangeNotify2(nint handle);

    /// <summary>Since Windows 10 2004.</summary>
    [LibraryImport("iphlpapi.dll")]
    public static partial int SetInterfaceDnsSettings(Guid adapter, in DnsInterfaceSettings settings);

    /// <summary>SOCKADDR_INET.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 28)]
    public struct SockaddrInet
    {
        [FieldOffset(0)] public ushort Family;
        [FieldOffset(4)] public fixed byte V4[4];
        [FieldOffset(8)] public fixed byte V6[16];
        [FieldOffset(24)] public uint ScopeId;
    }

    /// <summary>MIB_UNICASTIPADDRESS_ROW.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 80)]
    public struct MibUnicastIpAddressRow
    {
        [FieldOffset(0)] public SockaddrInet Address;
        [FieldOffset(32)] public ulong InterfaceLuid;
        [FieldOffset(44)] public int PrefixOrigin;
        [FieldOffset(60)] public byte OnLinkPrefixLength;
        [FieldOffset(64)] public int DadState;
    }

    /// <summary>MIB_IPFORWARD_ROW2.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    public struct MibIpForwardRow2
    {
        [FieldOffset(0)] public ulong InterfaceLuid;
        [FieldOffset(12)] public SockaddrInet Destination;
        [FieldOffset(40)] public byte DestinationLength;
        [FieldOffset(44)] public SockaddrInet NextHop;
        [FieldOffset(84)] public uint Metric;
        [FieldOffset(88)] public int Protocol;
        [FieldOffset(100)] public int Origin;
    }

    /// <summary>MIB_IPINTERFACE_ROW.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 168)]
    public struct MibIpInterfaceRow
    {
        [FieldOffset(0)] public ushort Family;
        [FieldOffset(8)] public ulong InterfaceLuid;
        [FieldOffset(144)] public uint SitePrefixLength;
        [FieldOffset(152)] public uint NlMtu;
    }

    /// <summary>IP_ADAPTER_ADDRESSES_LH, as far as it is looked at.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct IpAdapterAddresses
    {
        [FieldOffset(8)] public IpAdapterAddresses* Next;
        [FieldOffset(16)] public byte* AdapterName;
        [FieldOffset(72)] public char* FriendlyName;
        [FieldOffset(80)] public fixed byte PhysicalAddress[8];
        [FieldOffset(88)] public uint PhysicalAddressLength;
        [FieldOffset(100)] public uint IfType;
        [FieldOffset(224)] public ulong Luid;
    }

    /// <summary>DNS_INTERFACE_SETTINGS.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct DnsInterfaceSettings
    {
        [FieldOffset(0)] public uint Version;
        [FieldOffset(8)] public ulong Flags;
        [FieldOffset(24)] public char* NameServer;
    }
}
