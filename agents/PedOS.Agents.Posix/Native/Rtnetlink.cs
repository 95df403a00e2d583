namespace PedOS.Agents.Posix.Native;

/// <summary>Numbers of linux/netlink.h, rtnetlink.h, if_link.h and if_addr.h, spelled as there.</summary>
internal static class Rtnetlink
{
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int AF_NETLINK = 16;
    public const int SOCK_RAW = 3;
    public const int SOL_SOCKET = 1;
    public const int SO_RCVTIMEO = 20;

    public const ushort NLMSG_ERROR = 2;
    public const ushort NLMSG_DONE = 3;
    public const ushort NLM_F_REQUEST = 1;
    public const ushort NLM_F_ACK = 4;
    public const ushort NLM_F_DUMP = 0x300;
    public const ushort NLM_F_EXCL = 0x200;
    public const ushort NLM_F_CREATE = 0x400;

    public const ushort RTM_NEWLINK = 16;
    public const ushort RTM_GETLINK = 18;
    public const ushort RTM_NEWADDR = 20;
    public const ushort RTM_DELADDR = 21;
    public const ushort RTM_GETADDR = 22;
    public const ushort RTM_NEWROUTE = 24;
    public const ushort RTM_DELROUTE = 25;
    public const ushort RTM_GETROUTE = 26;

    /// <summary>Links, addresses and routes of both families, and IPv6 that is switched on or off on a link.</summary>
    public const uint RTMGRP_ALL = 0x1 | 0x10 | 0x40 | 0x100 | 0x400 | 0x800;

    public const ushort ARPHRD_ETHER = 1;
    public const uint IFF_UP = 1;
    public const ushort IFLA_ADDRESS = 1;
    public const ushort IFLA_IFNAME = 3;
    public const ushort IFLA_MTU = 4;
    public const ushort IFLA_AF_SPEC = 26;
    public const ushort IFLA_INET6_CONF = 2;

    /// <summary>Place in the i32 numbers of IFLA_INET6_CONF.</summary>
    public const int DEVCONF_DISABLE_IPV6 = 26;

    /// <summary>The bits of an attribute's number that are its number.</summary>
    public const ushort NLA_TYPE_MASK = 0x3fff;

    public const ushort IFA_ADDRESS = 1;
    public const ushort IFA_LOCAL = 2;
    public const ushort IFA_LABEL = 3;
    public const ushort IFA_BROADCAST = 4;
    public const ushort IFA_CACHEINFO = 6;
    public const ushort IFA_FLAGS = 8;
    public const ushort IFA_RT_PRIORITY = 9;
    public const ushort IFA_PROTO = 11;
    public const uint IFA_F_NODAD = 0x2;
    public const uint IFA_F_PERMANENT = 0x80;

    /// <summary>What the kernel finds out by itself: secondary, DAD failed, deprecated, tentative.</summary>
    public const uint IFA_F_FOUND = 0x1 | 0x8 | 0x20 | 0x40;

    public const byte RT_TABLE_MAIN = 254;
    public const byte RT_SCOPE_UNIVERSE = 0;
    public const byte RT_SCOPE_LINK = 253;
    public const byte RT_SCOPE_NOWHERE = 255;
    public const byte RTN_UNICAST = 1;
    public const byte RTPROT_REDIRECT = 1;
    public const byte RTPROT_KERNEL = 2;
    public const byte RTPROT_STATIC = 4;
    public const byte RTPROT_RA = 9;
    public const uint RTNH_F_ONLINK = 4;
    public const uint RTM_F_CLONED = 0x200;
    public const ushort RTA_DST = 1;
    public const ushort RTA_OIF = 4;
    public const ushort RTA_GATEWAY = 5;
    public const ushort RTA_PRIORITY = 6;
    public const ushort RTA_CACHEINFO = 12;

    public const int ESRCH = 3;
    public const int ENXIO = 6;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int EADDRNOTAVAIL = 99;

    /// <summary>Bytes of struct nlmsghdr.</summary>
    public const int HeaderSize = 16;

    /// <summary>Bytes of struct ifinfomsg: u8 family, u16 type at 2, i32 index at 4, u32 flags, u32 mask.</summary>
    public const int LinkSize = 16;

    /// <summary>Bytes of struct ifaddrmsg: u8 family, length, flags, scope; u32 index.</summary>
    public const int AddressSize = 8;

    /// <summary>
    /// Bytes of struct rtmsg: u8 family, length of goal and source, tos, table, protocol, scope, type; u32 flags.
    /// </summary>
    public const int RouteSize = 12;
}
