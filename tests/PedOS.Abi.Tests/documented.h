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
}

#define DNS_INTERFACE_SETTINGS_VERSION1 0x0001
#define DNS_SETTING_IPV6 0x0001
#define DNS_SETTING_NAMESERVER 0x0002

// winerror.h and setupapi.h
#define ERROR_ELEVATION_REQUIRED 740L
#define ERROR_DRIVER_STORE_ADD_FAILED ((LONG)0xE0000247L)
