// What is documented and not in these headers: offreg.h comes with the driver kit alone, the others are newer.
#pragma once

typedef PVOID ORHKEY, *PORHKEY;

extern "C" {
DWORD WINAPI OROpenHive(PCWSTR path, PORHKEY result);
DWORD WINAPI ORCloseHive(ORHKEY hive);
DWORD WINAPI ORSaveHive(ORHKEY hive, PCWSTR path, DWORD osMajorVersion, DWORD osMinorVersion);
DWORD WINAPI OROpenKey(ORHKEY key, PCWSTR subKey, PORHKEY result);
DWORD WINAPI ORCreateKey(ORHKEY key, PCWSTR subKey, PWSTR className, DWORD options, PSECURITY_DESCRIPTOR security,
    PORHKEY result, PDWORD disposition);
DWORD WINAPI ORCloseKey(ORHKEY key);
DWORD WINAPI ORDeleteKey(ORHKEY key, PCWSTR subKey);
DWORD WINAPI OREnumKey(ORHKEY key, DWORD index, PWSTR name, PDWORD nameLength, PWSTR className, PDWORD classLength,
    PFILETIME written);
DWORD WINAPI OREnumValue(ORHKEY key, DWORD index, PWSTR name, PDWORD nameLength, PDWORD type, PBYTE data,
    PDWORD dataLength);
DWORD WINAPI ORGetValue(ORHKEY key, PCWSTR subKey, PCWSTR name, PDWORD type, PVOID data, PDWORD dataLength);
DWORD WINAPI ORSetValue(ORHKEY key, PCWSTR name, DWORD type, const BYTE *data, DWORD dataLength);
DWORD WINAPI ORDeleteValue(ORHKEY key, PCWSTR name);

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
}

#define DNS_INTERFACE_SETTINGS_VERSION1 0x0001
#define DNS_SETTING_IPV6 0x0001
#define DNS_SETTING_NAMESERVER 0x0002

// winerror.h and setupapi.h
#define ERROR_ELEVATION_REQUIRED 740L
#define ERROR_DRIVER_STORE_ADD_FAILED ((LONG)0xE0000247L)
