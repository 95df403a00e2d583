namespace PedOS.Protocols.Network;

/// <summary>Names of the values of one adapter; empty where there is none.</summary>
internal sealed record AdapterKeys(
    string Ip, string Netmask, string Gateway, string Ip6, string Netmask6, string Gateway6, string Mtu);
