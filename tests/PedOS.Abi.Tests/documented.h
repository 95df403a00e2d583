// What is documented and not in these headers, which are older.
#pragma once

extern "C" {
// newdev.h, since Windows 10 1703
BOOL WINAPI DiUninstallDriverW(HWND parent, LPCWSTR inf, DWORD flags, PBOOL needReboot);

// netioapi.h, since Windows 10 2004
typedef struct _DNS_INTERFACE_SETTINGS {
    ULONG Version;
    ULONG64 Flags;
    PWSTR Domain;
    PWSTR NameServer;
    PWSTR SearchList;
    ULONG RegistrationEnabled;
    ULONG RegisterAdapterName;
    ULONG EnableLLMNR;
    ULONG QueryAdapterName;
    PWSTR ProfileNameServer;
} DNS_INTERFACE_SETTINGS;

NETIO_STATUS NETIOAPI_API_ SetInterfaceDnsSettings(GUID adapter, const DNS_INTERFACE_SETTINGS *settings);

// ntifs.h
NTSTATUS NTAPI NtQueryDirectoryFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE routine, PVOID context,
    PIO_STATUS_BLOCK status, PVOID information, ULONG length, FILE_INFORMATION_CLASS informationClass,
    BOOLEAN single, PUNICODE_STRING name, BOOLEAN restart);
NTSTATUS NTAPI NtFlushBuffersFileEx(HANDLE file, ULONG flags, PVOID parameters, ULONG parametersSize,
    PIO_STATUS_BLOCK status);

// shlobj.h
HRESULT WINAPI SHGetKnownFolderPath(const GUID *folder, DWORD flags, HANDLE token, PWSTR *path);
}

// FILE_ID_128 of winnt.h is 16 bytes that nobody looks into; ours are two numbers that are compared.
typedef struct _FILE_ID_HALVES {
    ULONG64 Low;
    ULONG64 High;
} FILE_ID_HALVES;
static_assert(sizeof(FILE_ID_HALVES) == sizeof(FILE_ID_128), "an identifier has 16 bytes");

// winnt.h and minwinbase.h, since Windows 10
#define FILE_ATTRIBUTE_RECALL_ON_OPEN 0x00040000
#define FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS 0x00400000
#define FileDispositionInfoEx 21

#define FLUSH_FLAGS_NO_SYNC 0x00000002
#define KF_FLAG_CREATE 0x00008000

#define DNS_INTERFACE_SETTINGS_VERSION1 0x0001
#define DNS_SETTING_IPV6 0x0001
#define DNS_SETTING_NAMESERVER 0x0002

// winerror.h and setupapi.h
#define ERROR_ELEVATION_REQUIRED 740L
#define ERROR_DISK_QUOTA_EXCEEDED 1295L
#define ERROR_DRIVER_STORE_ADD_FAILED ((LONG)0xE0000247L)
