using System.Text.RegularExpressions;
using Xunit;

namespace PedOS.Abi.Tests;

/// <summary>What the actions of the MSI declare of Windows by themselves is what the headers say.</summary>
public sealed partial class InstallerCallsTests
{
    private const string Source = "SetupActions.cpp";
    private const string Header = "WindowsApi.h";

    private static readonly AbiHeaders Ours = new(Source, "--target=x86_64-w64-windows-gnu");

    private static readonly (string Ours, string Theirs)[] Structs =
    [
        ("security_attributes", "SECURITY_ATTRIBUTES"),
        ("startup_info", "STARTUPINFOEXW"),
        ("process_information", "PROCESS_INFORMATION"),
    ];

    private static readonly (string Ours, string Theirs)[] Fields =
    [
        ("security_attributes, length", "SECURITY_ATTRIBUTES, nLength"),
        ("security_attributes, descriptor", "SECURITY_ATTRIBUTES, lpSecurityDescriptor"),
        ("security_attributes, inherit", "SECURITY_ATTRIBUTES, bInheritHandle"),
        ("startup_info, size", "STARTUPINFOEXW, StartupInfo.cb"),
        ("startup_info, reserved", "STARTUPINFOEXW, StartupInfo.lpReserved"),
        ("startup_info, desktop", "STARTUPINFOEXW, StartupInfo.lpDesktop"),
        ("startup_info, title", "STARTUPINFOEXW, StartupInfo.lpTitle"),
        ("startup_info, x", "STARTUPINFOEXW, StartupInfo.dwX"),
        ("startup_info, fill", "STARTUPINFOEXW, StartupInfo.dwFillAttribute"),
        ("startup_info, flags", "STARTUPINFOEXW, StartupInfo.dwFlags"),
        ("startup_info, show", "STARTUPINFOEXW, StartupInfo.wShowWindow"),
        ("startup_info, reserved_size", "STARTUPINFOEXW, StartupInfo.cbReserved2"),
        ("startup_info, reserved_bytes", "STARTUPINFOEXW, StartupInfo.lpReserved2"),
        ("startup_info, input", "STARTUPINFOEXW, StartupInfo.hStdInput"),
        ("startup_info, output", "STARTUPINFOEXW, StartupInfo.hStdOutput"),
        ("startup_info, error", "STARTUPINFOEXW, StartupInfo.hStdError"),
        ("startup_info, attributes", "STARTUPINFOEXW, lpAttributeList"),
        ("process_information, process", "PROCESS_INFORMATION, hProcess"),
        ("process_information, thread", "PROCESS_INFORMATION, hThread"),
        ("process_information, process_id", "PROCESS_INFORMATION, dwProcessId"),
        ("process_information, thread_id", "PROCESS_INFORMATION, dwThreadId"),
    ];

    private static readonly (string Ours, string Theirs)[] Constants =
    [
        ("Success", "ERROR_SUCCESS"),
        ("Failure", "ERROR_INSTALL_FAILURE"),
        ("MoreData", "ERROR_MORE_DATA"),
        ("MessageError", "INSTALLMESSAGE_ERROR"),
        ("MessageInfo", "INSTALLMESSAGE_INFO"),
        ("RebootAtEnd", "MSIRUNMODE_REBOOTATEND"),
        ("NoWindow", "CREATE_NO_WINDOW"),
        ("ExtendedStart", "EXTENDED_STARTUPINFO_PRESENT"),
        ("UseHandles", "STARTF_USESTDHANDLES"),
        ("HandleList", "PROC_THREAD_ATTRIBUTE_HANDLE_LIST"),
        ("Forever", "INFINITE"),
        ("Utf8", "CP_UTF8"),
        ("HandleInherit", "HANDLE_FLAG_INHERIT"),
        ("Zeroed", "HEAP_ZERO_MEMORY"),
    ];

    [Fact]
    public void Functions_AreDeclaredAsInTheHeaders()
    {
        string[] names = [.. Imports().Matches(Text(Header)).Select(static found => found.Groups[1].Value)];

        Assert.InRange(names.Length, 20, 100);
        Agree(names.SelectMany(static name => Questions(name)).Select(static question => (question, question)));
    }

    [Fact]
    public void Structs_AreLaidOutAsInTheHeaders() =>
        Agree(
            [
                .. Structs.Select(static pair => ($"sizeof({pair.Ours})", $"sizeof({pair.Theirs})")),
                .. Fields.Select(static pair => ($"offsetof({pair.Ours})", $"offsetof({pair.Theirs})")),
            ]);

    [Fact]
    public void Constants_HaveTheValuesOfTheHeaders() => Agree(Constants);

    // None that nobody compared: the numbers of Windows are all declared as one of these types.
    [Fact]
    public void EveryConstant_IsOfWindowsOrOurOwn()
    {
        string[] own = ["RestartNeeded", "NotInstalled", "FailureMessage", "MostWords", "MostLine"];

        Assert.Equal(
            Constants.Select(static pair => pair.Ours).Concat(own).Order(StringComparer.Ordinal),
            Numbers().Matches(Text(Source)).Select(static found => found.Groups[1].Value)
                .Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Questions(string function) =>
    [
        $"sig_n(&{function})", $"sig_v(&{function})", $"sig_r(&{function})",

        // CreateProcessW has the most parameters, ten; one that is missing has -1 on both sides.
        .. Enumerable.Range(0, 11).Select(index => $"sig_p<{index}>(&{function})"),
    ];

    private static void Agree(IEnumerable<(string Ours, string Theirs)> questions)
    {
        Assert.SkipUnless(AbiHeaders.MissingReason is null, AbiHeaders.MissingReason ?? "");
        (string Ours, string Theirs)[] asked = [.. questions];
        Dictionary<string, long> here = Ours.Ask(asked.Select(static pair => pair.Ours));
        Dictionary<string, long> there = AbiHeaders.Windows.Ask(asked.Select(static pair => pair.Theirs));

        Assert.Equal(
            asked.Select(pair => $"{pair.Ours}: {Told(there, pair.Theirs)}"),
            asked.Select(pair => $"{pair.Ours}: {Told(here, pair.Ours)}"));
        Assert.Equal(asked.Length, here.Count);
    }

    private static long? Told(Dictionary<string, long> said, string question) =>
        said.TryGetValue(question, out long value) ? value : null;

    private static string Text(string file) => File.ReadAllText(Path.Join(AppContext.BaseDirectory, file));

    [GeneratedRegex(@"^IMPORT [\w *]+?\b(\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Imports();

    [GeneratedRegex(@"^constexpr (?:u32|u64|int) (\w+) =", RegexOptions.Multiline)]
    private static partial Regex Numbers();
}
