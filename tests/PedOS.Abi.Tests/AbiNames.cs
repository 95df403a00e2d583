namespace PedOS.Abi.Tests;

/// <summary>What declarations of the product are called in headers, where that is not seen.</summary>
/// <param name="Structs">Structures, by the full names of their types.</param>
/// <param name="Constants">
/// Expressions of numbers with names of our own, by type and name; an empty one is a number that headers do not have.
/// </param>
/// <param name="Unknown">
/// What the headers do not know, or may say otherwise, with the reason; <c>LIBRARY!FUNCTION</c> for what is in no
/// import library, <c>LIBRARY!</c> for one as a whole.
/// </param>
public sealed record AbiNames(
    IReadOnlyDictionary<string, AbiStructName> Structs,
    IReadOnlyDictionary<string, string> Constants,
    IReadOnlyDictionary<string, string> Unknown)
{
    private const string Agents = "PedOS.Agents.Windows.Interop.";
    private const string Posix = "PedOS.Agents.Posix.Native.";
    private const string Engine = "PedOS.Tools.Engine.Native.";

    private const string Descriptor =
        "a handle of .NET is a pointer that holds the descriptor; the low half of the register is what is read";

    private const string StatusFields =
        "dwServiceType dwCurrentState dwControlsAccepted dwWin32ExitCode dwServiceSpecificExitCode dwCheckPoint "
        + "dwWaitHint";

    /// <summary>Those of the product on Windows.</summary>
    public static AbiNames Windows { get; } = new(
        new Dictionary<string, AbiStructName>(StringComparer.Ordinal)
        {
            [Agents + "SecurityAttributes"] =
                new("SECURITY_ATTRIBUTES", "nLength lpSecurityDescriptor bInheritHandle"),
            [Agents + "Advapi32+TokenPrivilege"] = new(
                "TOKEN_PRIVILEGES", "PrivilegeCount Privileges[0].Luid Privileges[0].Attributes"),
            [Agents + "Advapi32+ServiceTableEntry"] =
                new("SERVICE_TABLE_ENTRYW", "lpServiceName lpServiceProc"),
            [Agents + "Advapi32+ServiceStatus"] = new("SERVICE_STATUS", StatusFields),
            [Agents + "Iphlpapi+SockaddrInet"] = new(
                "SOCKADDR_INET", "si_family Ipv4.sin_addr Ipv6.sin6_addr Ipv6.sin6_scope_id"),
            [Agents + "Iphlpapi+MibUnicastIpAddressRow"] = new(
                "MIB_UNICASTIPADDRESS_ROW", "Address InterfaceLuid PrefixOrigin OnLinkPrefixLength DadState"),
            [Agents + "Iphlpapi+MibIpForwardRow2"] = new(
                "MIB_IPFORWARD_ROW2",
                "InterfaceLuid DestinationPrefix.Prefix DestinationPrefix.PrefixLength NextHop Metric Protocol Origin"),
            [Agents + "Iphlpapi+MibIpInterfaceRow"] =
                new("MIB_IPINTERFACE_ROW", "Family InterfaceLuid SitePrefixLength NlMtu"),
            [Agents + "Iphlpapi+IpAdapterAddresses"] = new(
                "IP_ADAPTER_ADDRESSES_LH",
                "Next AdapterName FriendlyName PhysicalAddress PhysicalAddressLength IfType Luid")
            {
                IsPart = true,
            },
            [Agents + "Iphlpapi+DnsInterfaceSettings"] = new("DNS_INTERFACE_SETTINGS", "Version Flags NameServer"),
            [Agents + "Kernel32+StartupInfoEx"] = new(
                "STARTUPINFOEXW",
                "StartupInfo.cb StartupInfo.lpReserved StartupInfo.lpDesktop StartupInfo.lpTitle StartupInfo.dwX "
                + "StartupInfo.dwY StartupInfo.dwXSize StartupInfo.dwYSize StartupInfo.dwXCountChars "
                + "StartupInfo.dwYCountChars StartupInfo.dwFillAttribute StartupInfo.dwFlags StartupInfo.wShowWindow "
                + "StartupInfo.cbReserved2 StartupInfo.lpReserved2 StartupInfo.hStdInput StartupInfo.hStdOutput "
                + "StartupInfo.hStdError lpAttributeList"),
            [Agents + "Kernel32+ProcessInformation"] =
                new("PROCESS_INFORMATION", "hProcess hThread dwProcessId dwThreadId"),
            [Agents + "Kernel32+SystemTime"] = new(
                "SYSTEMTIME", "wYear wMonth wDayOfWeek wDay wHour wMinute wSecond wMilliseconds"),
            [Agents + "Kernel32+BasicInfo"] = new(
                "FILE_BASIC_INFO", "CreationTime LastAccessTime LastWriteTime ChangeTime FileAttributes"),
            [Agents + "Kernel32+StandardInfo"] = new(
                "FILE_STANDARD_INFO", "AllocationSize EndOfFile NumberOfLinks DeletePending Directory"),
            [Agents + "Kernel32+IdInfo"] =
                new("FILE_ID_INFO", "VolumeSerialNumber FileId"),
            [Agents + "Kernel32+FileId"] = new("FILE_ID_HALVES", "Low High"),
            [Agents + "Kernel32+AttributeTagInfo"] =
                new("FILE_ATTRIBUTE_TAG_INFO", "FileAttributes ReparseTag"),
            [Agents + "Ntdll+UnicodeString"] = new("UNICODE_STRING", "Length MaximumLength Buffer"),
            [Agents + "Ntdll+ObjectAttributes"] = new(
                "OBJECT_ATTRIBUTES",
                "Length RootDirectory ObjectName Attributes SecurityDescriptor SecurityQualityOfService"),
            [Agents + "Ntdll+IoStatusBlock"] = new("IO_STATUS_BLOCK", "Pointer Information"),
            [Agents + "Ntdll+FullSizeInformation"] = new(
                "FILE_FS_FULL_SIZE_INFORMATION",
                "TotalAllocationUnits CallerAvailableAllocationUnits ActualAvailableAllocationUnits "
                + "SectorsPerAllocationUnit BytesPerSector"),
            [Agents + "User32+WindowClass"] = new(
                "WNDCLASSEXW",
                "cbSize style lpfnWndProc cbClsExtra cbWndExtra hInstance hIcon hCursor hbrBackground lpszMenuName "
                + "lpszClassName hIconSm"),
            [Agents + "User32+Message"] = new("MSG", "hwnd message wParam lParam time pt.x pt.y"),
            [Agents + "Wtsapi32+SessionInfo"] = new("WTS_SESSION_INFOW", "SessionId pWinStationName State"),
            [Engine + "Advapi32+UnicodeString"] = new("LSA_UNICODE_STRING", "Length MaximumLength Buffer"),
            [Engine + "Advapi32+ObjectAttributes"] = new(
                "LSA_OBJECT_ATTRIBUTES",
                "Length RootDirectory ObjectName Attributes SecurityDescriptor SecurityQualityOfService"),
            [Engine + "Advapi32+SecurityAttributes"] =
                new("SECURITY_ATTRIBUTES", "nLength lpSecurityDescriptor bInheritHandle"),
            [Engine + "Advapi32+TokenPrivilege"] = new(
                "TOKEN_PRIVILEGES", "PrivilegeCount Privileges[0].Luid Privileges[0].Attributes"),
            [Engine + "Advapi32+ServiceStatus"] =
                new("SERVICE_STATUS_PROCESS", StatusFields + " dwProcessId dwServiceFlags"),
            [Engine + "Advapi32+ServiceConfig"] = new(
                "QUERY_SERVICE_CONFIGW",
                "dwServiceType dwStartType dwErrorControl lpBinaryPathName lpLoadOrderGroup dwTagId lpDependencies "
                + "lpServiceStartName lpDisplayName"),
            [Engine + "Advapi32+FailureActions"] = new(
                "SERVICE_FAILURE_ACTIONSW", "dwResetPeriod lpRebootMsg lpCommand cActions lpsaActions"),
            [Engine + "Kernel32+FileInformation"] = new(
                "BY_HANDLE_FILE_INFORMATION",
                "dwFileAttributes ftCreationTime.dwLowDateTime ftCreationTime.dwHighDateTime "
                + "ftLastAccessTime.dwLowDateTime ftLastAccessTime.dwHighDateTime ftLastWriteTime.dwLowDateTime "
                + "ftLastWriteTime.dwHighDateTime dwVolumeSerialNumber nFileSizeHigh nFileSizeLow nNumberOfLinks "
                + "nFileIndexHigh nFileIndexLow"),
            [Engine + "Kernel32+FindData"] = new(
                "WIN32_FIND_DATAW",
                "dwFileAttributes ftCreationTime.dwLowDateTime ftCreationTime.dwHighDateTime "
                + "ftLastAccessTime.dwLowDateTime ftLastAccessTime.dwHighDateTime ftLastWriteTime.dwLowDateTime "
                + "ftLastWriteTime.dwHighDateTime nFileSizeHigh nFileSizeLow dwReserved0 dwReserved1 cFileName "
                + "cAlternateFileName"),
            [Engine + "Kernel32+SystemInfo"] = new(
                "SYSTEM_INFO",
                "wProcessorArchitecture wReserved dwPageSize lpMinimumApplicationAddress lpMaximumApplicationAddress "
                + "dwActiveProcessorMask dwNumberOfProcessors dwProcessorType dwAllocationGranularity "
                + "wProcessorLevel wProcessorRevision"),
            [Engine + "Netapi32+UserPassword"] = new("USER_INFO_1003", "usri1003_password"),
            [Engine + "Ntdll+TimeOfDay"] = new(
                "SYSTEM_TIMEOFDAY_INFORMATION",
                "BootTime CurrentTime TimeZoneBias CurrentTimeZoneId Reserved BootTimeBias SleepTimeBias"),
            [Engine + "Setupapi+OriginalFile"] =
                new("SP_ORIGINAL_FILE_INFO_W", "cbSize OriginalInfName OriginalCatalogName"),
        },
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Agents + "Iphlpapi.TableHeader"] = "offsetof(MIB_UNICASTIPADDRESS_TABLE, Table)",
            [Engine + "Advapi32.SERVICE_ACCESS_DELETE"] = "DELETE",
            [Engine + "Kernel32.FILE_SHARE_ALL"] = "FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE",
        },
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["newdev!DiInstallDriverW"] = "the import library is older than the function (Windows Vista)",
            ["newdev!DiUninstallDriverW"] = "the import library is older than the function (Windows 10 1703)",
            ["DhcpNotifyConfigChange"] = "it is documented nowhere; its name is in the import library",
            ["IgnoreDhcp"] = "a parameter of the undocumented function",
            ["EnableDhcp"] = "a parameter of the undocumented function",
            ["DisableDhcp"] = "a parameter of the undocumented function",
            ["FILE_SHARE_NONE"] = "headers have names for the flags, and none for their absence",
            ["USER_INFO_1003"] = "a level, which headers have as the name of its structure",
            ["USER_INFO_24"] = "a level, which headers have as the name of its structure",
            ["SYSTEM_TIMEOFDAY_INFORMATION.Reserved"] = "the end of the structure is opaque in headers",
            ["SYSTEM_TIMEOFDAY_INFORMATION.BootTimeBias"] = "the end of the structure is opaque in headers",
            ["SYSTEM_TIMEOFDAY_INFORMATION.SleepTimeBias"] = "the end of the structure is opaque in headers",
        });

    /// <summary>Those of the module and of the agents on Linux.</summary>
    public static AbiNames Linux { get; } = new(
        new Dictionary<string, AbiStructName>(StringComparer.Ordinal)
        {
            [Posix + "Libc+ResourceLimit"] = new("struct rlimit", "rlim_cur rlim_max"),
        },
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Posix + "Libc.LastStandardSignal"] = "SIGSYS",
            [Posix + "Libc.SiginfoSize"] = "sizeof(struct signalfd_siginfo)",
            [Posix + "Libc.SigsetSize"] = "sizeof(sigset_t)",
            [Posix + "Libc.StatxSize"] = "sizeof(struct statx)",
            [Posix + "Rtnetlink.RTMGRP_ALL"] = "RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE "
                + "| RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE | RTMGRP_IPV6_IFINFO",
            [Posix + "Rtnetlink.IFA_F_FOUND"] =
                "IFA_F_SECONDARY | IFA_F_DADFAILED | IFA_F_DEPRECATED | IFA_F_TENTATIVE",
            [Posix + "Rtnetlink.HeaderSize"] = "sizeof(struct nlmsghdr)",
            [Posix + "Rtnetlink.LinkSize"] = "sizeof(struct ifinfomsg)",
            [Posix + "Rtnetlink.AddressSize"] = "sizeof(struct ifaddrmsg)",
            [Posix + "Rtnetlink.RouteSize"] = "sizeof(struct rtmsg)",
            [Posix + "Spawn.SetSigDefault"] = "POSIX_SPAWN_SETSIGDEF",
            [Posix + "Spawn.SetSigMask"] = "POSIX_SPAWN_SETSIGMASK",
            [Posix + "Spawn.SetSession"] = "POSIX_SPAWN_SETSID",
            [Posix + "Spawn.FirstExtra"] = "STDERR_FILENO + 1",
            [Engine + "Libc.OpenToRead"] = "O_RDONLY | O_CLOEXEC",
            [Engine + "Libc.BeginWrite"] = "SYNC_FILE_RANGE_WRITE",
            [Engine + "Libc.OpenNew"] = "O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC",
            [Engine + "Libc.OwnerOnly"] = "S_IRUSR | S_IWUSR",
            [Engine + "Libc.MayWrite"] = "W_OK",
            [Engine + "Libc.WorkingDirectory"] = "AT_FDCWD",
            [Engine + "Libc.DoNotFollow"] = "AT_SYMLINK_NOFOLLOW",
            [Engine + "Libc.BasicStatus"] = "STATX_BASIC_STATS",
            [Engine + "Libc.StatusSize"] = "sizeof(struct statx)",
            [Engine + "Errno.NotPermitted"] = "EPERM",
            [Engine + "Errno.NoEntry"] = "ENOENT",
            [Engine + "Errno.InputOutput"] = "EIO",
            [Engine + "Errno.TryAgain"] = "EAGAIN",
            [Engine + "Errno.AccessDenied"] = "EACCES",
            [Engine + "Errno.Busy"] = "EBUSY",
            [Engine + "Errno.Exists"] = "EEXIST",
            [Engine + "Errno.NotDirectory"] = "ENOTDIR",
            [Engine + "Errno.Invalid"] = "EINVAL",
            [Engine + "Errno.TextBusy"] = "ETXTBSY",
            [Engine + "Errno.NoSpace"] = "ENOSPC",
            [Engine + "Errno.ReadOnly"] = "EROFS",
            [Engine + "Errno.TooManyLinks"] = "EMLINK",
            [Engine + "Errno.TooSmall"] = "ERANGE",
            [Engine + "Errno.NameTooLong"] = "ENAMETOOLONG",
            [Engine + "Errno.NotImplemented"] = "ENOSYS",
            [Engine + "Errno.NotEmpty"] = "ENOTEMPTY",
            [Engine + "Errno.NotSupported"] = "EOPNOTSUPP",
            [Engine + "Errno.QuotaExceeded"] = "EDQUOT",
        },
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Engine + "Libc.fsync: bytes of parameter 0"] = Descriptor,
            [Engine + "Libc.sync_file_range: bytes of parameter 0"] = Descriptor,
            ["OpaqueSize"] = "room for structures whose size each C library chooses",
            [Posix + "Libc.symlinkat: bytes of parameter 1"] = Descriptor,
            [Posix + "Libc.linkat: bytes of parameter 2"] = Descriptor,
            [Posix + "Libc.fsync: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.openat: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.mkdirat: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.unlinkat: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.readlinkat: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.linkat: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.getdents64: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.statx: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.fchmod: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.futimens: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.syncfs: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.sync_file_range: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.fstatvfs: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.fsetxattr: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.write: bytes of parameter 0"] = Descriptor,
            [Posix + "Libc.read: bytes of parameter 0"] = Descriptor,
        });
}
