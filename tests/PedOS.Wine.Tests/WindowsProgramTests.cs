using System.Reflection.PortableExecutable;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Wine.Tests;

public sealed class WindowsProgramTests
{
    // LOAD_LIBRARY_SEARCH_SYSTEM32
    private const int FromSystemDirectory = 0x800;

    private const DllCharacteristics Hardened = DllCharacteristics.DynamicBase
        | DllCharacteristics.HighEntropyVirtualAddressSpace
        | DllCharacteristics.NxCompatible;

    // Every supported Windows has these. All else is loaded when something needs it: one more makes a start longer.
    private static readonly string[] SystemLibraries = ["kernel32.dll", "ucrtbase.dll"];

    private static string Folder => Environment.GetEnvironmentVariable("PEDOS_BIN_WIN") ?? "";

    public static TheoryData<string> Programs =>
    [
        "PedOSdb-daemon", "network-setup", "pedos-rpc", "pedosdb", "qrexec-agent", "qrexec-client-vm", "qrexec-wrapper",
        "setup",
    ];

    [Fact]
    public void Folder_HasTheProgramsAndNothingElse()
    {
        SkipUnpublished();
        string[] found = [.. Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(Programs.Select(static row => row.Data + ".exe").Order(StringComparer.Ordinal), found);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_IsNativeAndHardened(string name)
    {
        using WindowsProgram program = Open(name);
        Assert.Equal(0, program.Header.CorHeaderTableDirectory.Size);
        Assert.Equal(Hardened, program.Header.DllCharacteristics & Hardened);
        Assert.Equal(FromSystemDirectory, program.DependentLoadFlags);
        Assert.NotEqual(0, program.SecurityCookie);
        Assert.Equal(SystemLibraries, program.Imports().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_SaysWhatItIsAndNeeds(string name)
    {
        using WindowsProgram program = Open(name);
        string version = typeof(ProgramNames).Assembly.GetName().Version!.ToString(3);
        Assert.True(program.HasVersionText("ProductName", "PedOS Windows Tools"));
        Assert.True(program.HasVersionText("OriginalFilename", name + ".dll")
            || program.HasVersionText("OriginalFilename", name + ".exe"));
        Assert.True(program.HasVersionText("FileVersion", version + ".0"), version);
        Assert.False(program.HasVersionText("FileVersion", "9.9.9.9"));
        Assert.True(program.Declares("level=\"asInvoker\""));
        Assert.True(program.Declares("<longPathAware"));
        Assert.True(program.Declares(">UTF-8</activeCodePage>"));
        Assert.False(program.Declares("requireAdministrator"));
    }

    private static WindowsProgram Open(string name)
    {
        SkipUnpublished();
        return new WindowsProgram(Path.Join(Folder, name + ".exe"));
    }

    private static void SkipUnpublished() =>
        Assert.SkipUnless(Directory.Exists(Folder), "the Windows programs are not published");
}
