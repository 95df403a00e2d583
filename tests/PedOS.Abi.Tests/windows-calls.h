// What the native calls of the product are declared in. The oldest Windows that is supported is newer than what these
// headers know by themselves.
#define _WIN32_WINNT 0x0A00
#define NTDDI_VERSION 0x0A000010
#define WINVER 0x0A00
#define UNICODE
#define _UNICODE
#define WIN32_NO_STATUS
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>
#undef WIN32_NO_STATUS
#include <ntstatus.h>
#include <winternl.h>
typedef NTSTATUS *PNTSTATUS;
#define _NTDEF_
#include <ws2ipdef.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#include <netioapi.h>
#include <winsvc.h>
#include <wtsapi32.h>
#include <userenv.h>
#include <sddl.h>
#include <aclapi.h>
#include <ntsecapi.h>
#include <lm.h>
#include <setupapi.h>
#include <newdev.h>
#include <reason.h>
#include <msi.h>
#include <msiquery.h>
#include <winerror.h>
#include <winioctl.h>
#include "documented.h"
