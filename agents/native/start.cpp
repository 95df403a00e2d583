// What the linker of Visual Studio takes from the Microsoft C library when it links a native .NET program, and no more:
// the entry point, thread-local storage, the security cookie, stack probes, the guard thunks and the load configuration.
// Everything else comes from ucrtbase.dll, which every supported Windows has (see ucrt.def).
//
// The names are the compiler's and the linker's and are looked up by name. Used when linking on Linux only; on Windows
// the same programs are linked with the Microsoft linker and library.

using u64 = unsigned long long;
using u32 = unsigned long;
using u16 = unsigned short;
using wide = unsigned short;
using action = void (*)();
using initializer = int (*)();
using thread_callback = void(__stdcall *)(void *module, u32 reason, void *reserved);

#define IN_SECTION(name) __attribute__((section(name), used))

extern "C" {

__declspec(dllimport) int _set_app_type(int);
__declspec(dllimport) int _configure_wide_argv(int);
__declspec(dllimport) int _initialize_wide_environment();
__declspec(dllimport) int *__p___argc();
__declspec(dllimport) wide ***__p___wargv();
__declspec(dllimport) int _crt_atexit(action);
__declspec(dllimport) void *malloc(u64);
__declspec(dllimport) void free(void *);
[[noreturn]] __declspec(dllimport) void exit(int);
__declspec(dllimport) void GetSystemTimeAsFileTime(u64 *);
__declspec(dllimport) u32 GetCurrentThreadId();
__declspec(dllimport) int QueryPerformanceCounter(u64 *);
__declspec(dllimport) void *LoadLibraryExW(const wide *, void *, u32);
__declspec(dllimport) void *GetProcAddress(void *, const char *);

// of the .NET runtime's start-up object
int wmain(int, wide **);

// Its presence says that floating point is used.
int _fltused = 0x9875;

// ---- initialisers and thread-local storage: the linker sorts what stands between the A and the Z of a section --------

IN_SECTION(".CRT$XIA") extern const initializer first_initializer = nullptr;
IN_SECTION(".CRT$XIZ") extern const initializer last_initializer = nullptr;
IN_SECTION(".CRT$XCA") extern const action first_constructor = nullptr;
IN_SECTION(".CRT$XCZ") extern const action last_constructor = nullptr;
IN_SECTION(".CRT$XDA") extern const action first_of_thread = nullptr;
IN_SECTION(".CRT$XDZ") extern const action last_of_thread = nullptr;
IN_SECTION(".CRT$XLA") extern const thread_callback first_callback = nullptr;
IN_SECTION(".CRT$XLZ") extern const thread_callback last_callback = nullptr;

u32 _tls_index = 0;
IN_SECTION(".tls") char _tls_start = 0;
IN_SECTION(".tls$ZZZ") char _tls_end = 0;

// IMAGE_TLS_DIRECTORY64
struct tls_directory {
    void *start;
    void *end;
    u32 *index;
    const thread_callback *callbacks;
    u32 zero_fill;
    u32 characteristics;
};

IN_SECTION(".rdata$T")
extern const tls_directory _tls_used = {&_tls_start, &_tls_end, &_tls_index, &first_callback + 1, 0, 0};

constexpr u32 thread_attach = 2;
thread_local bool __tls_guard = false;

// The constructors of thread-local variables, once per thread.
void __stdcall __dyn_tls_init(void *, u32 reason, void *) {
    if (reason != thread_attach || __tls_guard) {
        return;
    }

    __tls_guard = true;
    for (const action *run = &first_of_thread + 1; run < &last_of_thread; run++) {
        if (*run) {
            (*run)();
        }
    }
}

void __dyn_tls_on_demand_init() { __dyn_tls_init(nullptr, thread_attach, nullptr); }

static void __stdcall on_thread(void *module, u32 reason, void *reserved) { __dyn_tls_init(module, reason, reserved); }

IN_SECTION(".CRT$XLC") extern const thread_callback thread_start = on_thread;

// ---- the security cookie and what ends the process when it was overwritten --------------------------------------------

// Windows replaces this known value at load time; __security_init below does where it does not.
constexpr u64 known_cookie = 0x00002B992DDFA232ull;
u64 __security_cookie = known_cookie;

static void __security_init() {
    if (__security_cookie != known_cookie) {
        return;
    }

    u64 time = 0;
    u64 ticks = 0;
    GetSystemTimeAsFileTime(&time);
    QueryPerformanceCounter(&ticks);
    u64 place = reinterpret_cast<u64>(&time);
    u64 cookie = (time ^ (ticks << 16) ^ (static_cast<u64>(GetCurrentThreadId()) << 32) ^ place) & 0x0000FFFFFFFFFFFFull;
    __security_cookie = cookie == 0 || cookie == known_cookie ? known_cookie + 1 : cookie;
}

[[noreturn]] void __report_rangecheckfailure() {
    __asm__ volatile("movl $8, %ecx\n int $0x29"); // FAST_FAIL_RANGE_CHECK_FAILURE
    __builtin_unreachable();
}

[[noreturn]] int _purecall() {
    __asm__ volatile("movl $7, %ecx\n int $0x29"); // FAST_FAIL_FATAL_APP_EXIT
    __builtin_unreachable();
}

// Exceptions of the runtime's own C++ code pass through; its frames are checked where they return.
int __GSHandlerCheck(void *, void *, void *, void *) { return 1; }

// ---- control flow guard: not enforced in this link, so indirect calls go straight to where they lead ------------------

void guard_dispatch_thunk();
void guard_check_thunk();
void (*__guard_dispatch_icall_fptr)() = guard_dispatch_thunk;
void (*__guard_check_icall_fptr)() = guard_check_thunk;

// ---- load configuration -----------------------------------------------------------------------------------------------

// IMAGE_LOAD_CONFIG_DIRECTORY64 up to GuardFlags; Windows reads as much as Size says.
struct load_configuration {
    u32 Size;
    u32 TimeDateStamp;
    u16 MajorVersion;
    u16 MinorVersion;
    u32 GlobalFlagsClear;
    u32 GlobalFlagsSet;
    u32 CriticalSectionDefaultTimeout;
    u64 DeCommitFreeBlockThreshold;
    u64 DeCommitTotalFreeThreshold;
    void *LockPrefixTable;
    u64 MaximumAllocationSize;
    u64 VirtualMemoryThreshold;
    u64 ProcessAffinityMask;
    u32 ProcessHeapFlags;
    u16 CSDVersion;
    u16 DependentLoadFlags;
    void *EditList;
    u64 *SecurityCookie;
    void *SEHandlerTable;
    u64 SEHandlerCount;
    void *GuardCFCheckFunctionPointer;
    void *GuardCFDispatchFunctionPointer;
    void *GuardCFFunctionTable;
    u64 GuardCFFunctionCount;
    u32 GuardFlags;
    u32 Reserved;
};

static_assert(sizeof(load_configuration) == 0x98, "the layout is Windows'");
static_assert(__builtin_offsetof(load_configuration, DependentLoadFlags) == 0x4E, "the layout is Windows'");
static_assert(__builtin_offsetof(load_configuration, SecurityCookie) == 0x58, "the layout is Windows'");

// LOAD_LIBRARY_SEARCH_SYSTEM32, for the DLLs that the program is linked with and for those that come later: none is taken
// from beside the program.
constexpr u16 from_system_directory = 0x800;

IN_SECTION(".rdata")
extern const load_configuration _load_config_used = {
    sizeof(load_configuration), 0, 0, 0, 0, 0, 0, 0, 0, nullptr, 0, 0, 0, 0, 0, from_system_directory,
    nullptr, &__security_cookie, nullptr, 0, nullptr, nullptr, nullptr, 0, 0, 0};

// ---- what the runtime would load DLLs for at every start, and never uses here ------------------------------------------

// The runtime makes each thread a member of the multi-threaded apartment, in case it uses COM. None of our programs does;
// loading ole32 with all that it needs would be half of the time of a start. Code that wants COM calls ole32 itself.
constexpr int co_e_notinitialized = static_cast<int>(0x800401F0);
constexpr int apttype_mta = 1;
constexpr int no_qualifier = 0;
int CoInitializeEx(void *, u32) { return 0; }
void CoUninitialize() {}
int CoGetApartmentType(int *type, int *qualifier) {
    *type = apttype_mta;
    *qualifier = no_qualifier;
    return 0;
}
int CoWaitForMultipleHandles(u32, u32, u32, void *, u32 *) { return co_e_notinitialized; }
void *__imp_CoInitializeEx = reinterpret_cast<void *>(CoInitializeEx);
void *__imp_CoUninitialize = reinterpret_cast<void *>(CoUninitialize);
void *__imp_CoGetApartmentType = reinterpret_cast<void *>(CoGetApartmentType);
void *__imp_CoWaitForMultipleHandles = reinterpret_cast<void *>(CoWaitForMultipleHandles);

// The garbage collector asks for the right to large pages only when it is configured to use them: here it gets a no.
// Code of ours that works with tokens looks the same functions up in advapi32 at its first call.
static int no() { return 0; }
void *__imp_OpenProcessToken = reinterpret_cast<void *>(no);
void *__imp_LookupPrivilegeValueW = reinterpret_cast<void *>(no);
void *__imp_AdjustTokenPrivileges = reinterpret_cast<void *>(no);

// The runtime's own source of random bytes. Few programs come to need it; loading bcrypt with what it needs would be a
// fifth of the time of a start.
using random_source = int(__stdcall *)(void *, unsigned char *, u32, u32);
constexpr int status_dll_not_found = static_cast<int>(0xC0000135);
int __stdcall BCryptGenRandom(void *algorithm, unsigned char *bytes, u32 length, u32 flags) {
    void *module = LoadLibraryExW(reinterpret_cast<const wide *>(u"bcrypt.dll"), nullptr, from_system_directory);
    void *found = module ? GetProcAddress(module, "BCryptGenRandom") : nullptr;
    return found ? reinterpret_cast<random_source>(found)(algorithm, bytes, length, flags) : status_dll_not_found;
}
void *__imp_BCryptGenRandom = reinterpret_cast<void *>(BCryptGenRandom);

// ---- start ------------------------------------------------------------------------------------------------------------

int atexit(action at_end) { return _crt_atexit(at_end); }

void wmainCRTStartup() {
    constexpr int console_program = 1;
    constexpr int arguments_without_wildcards = 1;
    __security_init();
    _set_app_type(console_program);
    _configure_wide_argv(arguments_without_wildcards);
    _initialize_wide_environment();
    __dyn_tls_init(nullptr, thread_attach, nullptr);
    for (const initializer *run = &first_initializer + 1; run < &last_initializer; run++) {
        if (*run) {
            (*run)();
        }
    }

    for (const action *run = &first_constructor + 1; run < &last_constructor; run++) {
        if (*run) {
            (*run)();
        }
    }

    exit(wmain(*__p___argc(), *__p___wargv()));
}

} // extern "C"

__asm__(".text\n"
        // the target is in rax
        ".globl guard_dispatch_thunk\n"
        "guard_dispatch_thunk:\n"
        "    jmp *%rax\n"
        ".globl guard_check_thunk\n"
        "guard_check_thunk:\n"
        "    ret\n"
        // the value to compare is in rcx
        ".globl __security_check_cookie\n"
        "__security_check_cookie:\n"
        "    cmpq __security_cookie(%rip), %rcx\n"
        "    jne 1f\n"
        "    ret\n"
        "1:  movl $2, %ecx\n" // FAST_FAIL_STACK_COOKIE_CHECK_FAILURE
        "    int $0x29\n"
        // touches each page of the rax bytes below the caller's stack pointer, so that the guard page is never jumped over
        ".globl __chkstk\n"
        "__chkstk:\n"
        "    pushq %rcx\n"
        "    pushq %rax\n"
        "    cmpq $4096, %rax\n"
        "    leaq 24(%rsp), %rcx\n"
        "    jb 2f\n"
        "1:  subq $4096, %rcx\n"
        "    testq %rcx, (%rcx)\n"
        "    subq $4096, %rax\n"
        "    cmpq $4096, %rax\n"
        "    ja 1b\n"
        "2:  subq %rax, %rcx\n"
        "    testq %rcx, (%rcx)\n"
        "    popq %rax\n"
        "    popq %rcx\n"
        "    ret\n");

namespace std {
struct nothrow_t {};
extern const nothrow_t nothrow;
const nothrow_t nothrow;
enum class align_val_t : u64 {};
} // namespace std

void *operator new(u64 size, const std::nothrow_t &) noexcept { return malloc(size ? size : 1); }
void *operator new[](u64 size, const std::nothrow_t &) noexcept { return malloc(size ? size : 1); }
void operator delete(void *block) noexcept { free(block); }
void operator delete[](void *block) noexcept { free(block); }
void operator delete(void *block, u64) noexcept { free(block); }
void operator delete[](void *block, u64) noexcept { free(block); }
