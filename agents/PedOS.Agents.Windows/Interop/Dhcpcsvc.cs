using System.Runtime.InteropServices;

namespace PedOS.Agents.Windows.Interop;

/// <summary>
/// The DHCP client, as netsh talks to it. No header declares the call; its numbers are those that netsh passes.
/// </summary>
internal static partial class Dhcpcsvc
{
    public const int IgnoreDhcp = 0;
    public const int EnableDhcp = 1;
    public const int DisableDhcp = 2;

    /// <summary>Makes the client read the settings of one adapter again. Returns an error number.</summary>
    [LibraryImport("dhcpcsvc.dll", StringMarshalling = StringMarshalling.Utf16)]
    public static partial int DhcpNotifyConfigChange(
        string? server,
        string adapter,
        [MarshalAs(UnmanagedType.Bool)] bool hasNewAddress,
        uint addressIndex,
        uint address,
        uint mask,
        int dhcp);
}
