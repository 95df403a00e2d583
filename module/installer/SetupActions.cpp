// The actions of the MSI. An EXE action would show a console of LocalSystem on the desktop of whoever started the
// repair, and could tell the Windows Installer neither why it failed nor that a restart is needed. This library starts
// setup.exe without a window, carries its words into the log and the message, and its end to the installer.
//
// Windows Installer gives a deferred action one text, CustomActionData: the command line of setup, with the program in
// quotes first, then perhaps a bar and the name of an account. The name comes from whoever started the installation: it
// stays one word, or the action fails.

#include "WindowsApi.h"

extern "C" {

// What the compiler calls by itself.
void *memset(void *to, int value, u64 size)
{
    volatile char *bytes = static_cast<char *>(to);
    for (u64 i = 0; i < size; i++) {
        bytes[i] = static_cast<char>(value);
    }

    return to;
}

} // extern "C"

namespace {

// ERROR_SUCCESS and ERROR_INSTALL_FAILURE
constexpr u32 Success = 0;
constexpr u32 Failure = 1603;

// ERROR_MORE_DATA
constexpr u32 MoreData = 234;

// ends of setup, see docs/setup.md
constexpr u32 RestartNeeded = 3;
constexpr u32 NotInstalled = 8;

// INSTALLMESSAGE_ERROR and INSTALLMESSAGE_INFO; the row of the table Error that setup's failure has.
constexpr int MessageError = 0x01000000;
constexpr int MessageInfo = 0x04000000;
constexpr int FailureMessage = 25001;

// MSIRUNMODE_REBOOTATEND
constexpr int RebootAtEnd = 6;

// CREATE_NO_WINDOW, EXTENDED_STARTUPINFO_PRESENT, STARTF_USESTDHANDLES, PROC_THREAD_ATTRIBUTE_HANDLE_LIST
constexpr u32 NoWindow = 0x08000000;
constexpr u32 ExtendedStart = 0x00080000;
constexpr u32 UseHandles = 0x00000100;
constexpr u64 HandleList = 0x00020002;

constexpr u32 Forever = 0xFFFFFFFF;
constexpr u32 Utf8 = 65001;
constexpr u32 HandleInherit = 1;
constexpr u32 Zeroed = 8;

// Bytes of setup's words that are kept for the message; more of them are read and left out.
constexpr u32 MostWords = 4096;

// Characters of a command line, as CreateProcess takes them at most.
constexpr u32 MostLine = 32767;

// An atom of the session of services joins the deferred action, which may not ask for a restart, and the last one.
const wide *const RestartAtom = L"PedOS.Tools.RestartNeeded";

void *allocate(u64 bytes) { return HeapAlloc(GetProcessHeap(), Zeroed, bytes); }

void release(void *memory)
{
    if (memory != nullptr) {
        HeapFree(GetProcessHeap(), 0, memory);
    }
}

u32 length_of(const wide *text)
{
    u32 length = 0;
    while (text[length] != 0) {
        length++;
    }

    return length;
}

void tell(installation session, int kind, int number, int code, const wide *text)
{
    u32 record = MsiCreateRecord(3);
    if (record == 0) {
        return;
    }

    if (kind == MessageError) {
        MsiRecordSetInteger(record, 1, number);
        MsiRecordSetInteger(record, 2, code);
        MsiRecordSetStringW(record, 3, text);
    } else {
        MsiRecordSetStringW(record, 0, L"setup: [1]");
        MsiRecordSetStringW(record, 1, text);
    }

    MsiProcessMessage(session, kind, record);
    MsiCloseHandle(record);
}

u32 refuse(installation session, const wide *why)
{
    tell(session, MessageError, FailureMessage, static_cast<int>(GetLastError()), why);
    return Failure;
}

// The text of the action, to be released; null when there is none.
wide *read_data(installation session)
{
    wide none = 0;
    u32 size = 0;
    if (MsiGetPropertyW(session, L"CustomActionData", &none, &size) != MoreData || size >= MostLine) {
        return nullptr;
    }

    size++;
    auto *data = static_cast<wide *>(allocate(size * sizeof(wide)));
    if (data != nullptr && MsiGetPropertyW(session, L"CustomActionData", data, &size) != Success) {
        release(data);
        return nullptr;
    }

    return data;
}

// What an account's name cannot have: it would end the word, or is no part of any name.
bool is_word(const wide *text)
{
    for (const wide *c = text; *c != 0; c++) {
        if (*c < L' ' || *c == L'"' || *c == L'|') {
            return false;
        }
    }

    // A backslash at the end would take the closing quote along.
    u32 length = length_of(text);
    return length == 0 || text[length - 1] != L'\\';
}

wide *append(wide *to, const wide *text)
{
    while (*text != 0) {
        *to++ = *text++;
    }

    return to;
}

struct command {
    wide *program = nullptr;
    wide *line = nullptr;

    ~command()
    {
        release(program);
        release(line);
    }

    // data: "program" words[|account]
    bool take(wide *data)
    {
        if (data == nullptr || data[0] != L'"') {
            return false;
        }

        wide *end = data + 1;
        while (*end != 0 && *end != L'"') {
            end++;
        }

        if (*end == 0) {
            return false;
        }

        wide *account = end;
        while (*account != 0 && *account != L'|') {
            account++;
        }

        bool has_account = *account == L'|';
        if (has_account) {
            *account++ = 0;
            if (*account == 0 || !is_word(account)) {
                return false;
            }
        }

        program = static_cast<wide *>(allocate(static_cast<u64>(end - data) * sizeof(wide)));
        line = static_cast<wide *>(allocate((length_of(data) + length_of(account) + 32) * sizeof(wide)));
        if (program == nullptr || line == nullptr) {
            return false;
        }

        *end = 0;
        append(program, data + 1);
        *end = L'"';
        wide *at = append(line, data);
        if (has_account) {
            at = append(at, L" --account \"");
            at = append(at, account);
            append(at, L"\"");
        }

        return true;
    }
};

// Starts the program with its words going into a pipe, and nothing else of this process in its hands.
bool start(const command &what, handle words, process_information *made)
{
    u64 size = 0;
    InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    void *attributes = allocate(size);
    if (attributes == nullptr || !InitializeProcThreadAttributeList(attributes, 1, 0, &size)) {
        release(attributes);
        return false;
    }

    handle given[1] = {words};
    bool started = false;
    if (UpdateProcThreadAttribute(attributes, 0, HandleList, given, sizeof(given), nullptr, nullptr)) {
        startup_info info = {};
        info.size = sizeof(info);
        info.flags = UseHandles;
        info.output = words;
        info.error = words;
        info.attributes = attributes;
        started = CreateProcessW(
            what.program, what.line, nullptr, nullptr, 1, NoWindow | ExtendedStart, nullptr, nullptr, &info, made) != 0;
    }

    DeleteProcThreadAttributeList(attributes);
    release(attributes);
    return started;
}

// Reads to the end and keeps the first part; lines become one text. To be released.
wide *read_words(handle words)
{
    auto *kept = static_cast<char *>(allocate(MostWords));
    auto *more = static_cast<char *>(allocate(MostWords));
    u32 length = 0;
    u32 read = 0;
    while (kept != nullptr && more != nullptr
        && ReadFile(words, more, MostWords, &read, nullptr) && read > 0) {
        for (u32 i = 0; i < read && length < MostWords; i++) {
            kept[length++] = more[i] == '\n' || more[i] == '\r' || more[i] == '\t' ? ' ' : more[i];
        }
    }

    // One character is at least one byte.
    auto *text = static_cast<wide *>(allocate((MostWords + 1) * sizeof(wide)));
    if (text != nullptr && length > 0) {
        MultiByteToWideChar(Utf8, 0, kept, static_cast<int>(length), text, static_cast<int>(MostWords));
    }

    release(kept);
    release(more);
    return text;
}

u32 finish(installation session, const process_information &made, handle words)
{
    wide *text = read_words(words);
    WaitForSingleObject(made.process, Forever);
    u32 code = Failure;
    GetExitCodeProcess(made.process, &code);
    const wide *said = text != nullptr && text[0] != 0 ? text : L"setup said nothing.";
    bool isGood = code == Success || code == RestartNeeded || code == NotInstalled;
    if (isGood) {
        tell(session, MessageInfo, 0, 0, said);
    } else {
        tell(session, MessageError, FailureMessage, static_cast<int>(code), said);
    }

    if (code == RestartNeeded) {
        GlobalAddAtomW(RestartAtom);
    }

    release(text);
    return isGood ? Success : Failure;
}

} // namespace

// Deferred and rollback actions: runs setup as the text of the action says.
extern "C" __declspec(dllexport) u32 RunSetup(installation session)
{
    wide *data = read_data(session);
    command what;
    bool is_known = what.take(data);
    release(data);
    if (!is_known) {
        return refuse(session, L"The command for setup makes no sense, or the account has a name that cannot be.");
    }

    handle read = nullptr;
    handle write = nullptr;
    security_attributes inheritable = {sizeof(security_attributes), nullptr, 1};
    if (!CreatePipe(&read, &write, &inheritable, 0)) {
        return refuse(session, L"A pipe for the words of setup could not be made.");
    }

    SetHandleInformation(read, HandleInherit, 0);
    process_information made = {};
    bool started = start(what, write, &made);
    u32 result = started ? Success : refuse(session, L"setup.exe could not be started.");
    // Ours has to be closed, or the end of the words never comes.
    CloseHandle(write);
    if (started) {
        result = finish(session, made, read);
        CloseHandle(made.process);
        CloseHandle(made.thread);
    }

    CloseHandle(read);
    return result;
}

// Immediate, after everything else: msiexec ends with 3010 when setup asked for a restart.
extern "C" __declspec(dllexport) u32 TellRestart(installation session)
{
    u16 atom = GlobalFindAtomW(RestartAtom);
    if (atom != 0) {
        MsiSetMode(session, RebootAtEnd, 1);
        // As often as it was added.
        while (atom != 0) {
            GlobalDeleteAtom(atom);
            atom = GlobalFindAtomW(RestartAtom);
        }
    }

    return Success;
}
