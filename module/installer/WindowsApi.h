// What the actions of the MSI call of kernel32 and msi, as winbase.h, processthreadsapi.h and msiquery.h declare it. Those
// headers are not needed for twenty functions, and the build has no other use for them.

#pragma once

using u64 = unsigned long long;
using u32 = unsigned long;
using u16 = unsigned short;
using wide = wchar_t;
using handle = void *;
using installation = u32; // MSIHANDLE

#define IMPORT __declspec(dllimport)

extern "C" {

// ---- kernel32 --------------------------------------------------------------------------------------------------------

struct security_attributes {
    u32 length;
    void *descriptor;
    int inherit;
};

struct startup_info {
    u32 size;
    wide *reserved, *desktop, *title;
    u32 x, y, width, height, columns, rows, fill, flags;
    u16 show, reserved_size;
    unsigned char *reserved_bytes;
    handle input, output, error;
    void *attributes; // of STARTUPINFOEX
};
static_assert(sizeof(startup_info) == 112, "STARTUPINFOEXW");

struct process_information {
    handle process, thread;
    u32 process_id, thread_id;
};

IMPORT handle GetProcessHeap();
IMPORT void *HeapAlloc(handle heap, u32 flags, u64 size);
IMPORT int HeapFree(handle heap, u32 flags, void *memory);
IMPORT int CreatePipe(handle *read, handle *write, security_attributes *attributes, u32 size);
IMPORT int InitializeProcThreadAttributeList(void *list, u32 count, u32 flags, u64 *size);
IMPORT int UpdateProcThreadAttribute(
    void *list, u32 flags, u64 attribute, void *value, u64 size, void *previous, u64 *returned);
IMPORT void DeleteProcThreadAttributeList(void *list);
IMPORT int CreateProcessW(
    const wide *program, wide *line, security_attributes *process, security_attributes *thread, int inherit, u32 flags,
    void *environment, const wide *folder, startup_info *start, process_information *made);
IMPORT int SetHandleInformation(handle object, u32 mask, u32 flags);
IMPORT int ReadFile(handle file, void *buffer, u32 size, u32 *read, void *overlapped);
IMPORT u32 WaitForSingleObject(handle object, u32 milliseconds);
IMPORT int GetExitCodeProcess(handle process, u32 *code);
IMPORT int CloseHandle(handle object);
IMPORT u32 GetLastError();
IMPORT int MultiByteToWideChar(u32 page, u32 flags, const char *text, int length, wide *to, int size);
IMPORT u16 GlobalAddAtomW(const wide *name);
IMPORT u16 GlobalFindAtomW(const wide *name);
IMPORT u16 GlobalDeleteAtom(u16 atom);

// ---- msi -------------------------------------------------------------------------------------------------------------

IMPORT u32 MsiGetPropertyW(installation session, const wide *name, wide *value, u32 *size);
IMPORT u32 MsiSetMode(installation session, int mode, int value);
IMPORT u32 MsiCreateRecord(u32 fields);
IMPORT u32 MsiRecordSetStringW(u32 record, u32 field, const wide *value);
IMPORT u32 MsiRecordSetInteger(u32 record, u32 field, int value);
IMPORT int MsiProcessMessage(installation session, int kind, u32 record);
IMPORT u32 MsiCloseHandle(u32 object);

} // extern "C"
