using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PedOS.Build.Tools;

/// <summary>Something outside the tree that a lane needs, and the Debian packages that bring it.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Lane">What is skipped without it.</param>
/// <param name="IsPresent">Looks for it.</param>
/// <param name="Packages">Debian packages.</param>
public sealed record Requirement(string Name, string Lane, Func<bool> IsPresent, params IReadOnlyList<string> Packages)
{
    /// <summary>The 64-bit Wine loader of Debian; the plain "wine" command insists on 32-bit support.</summary>
    public const string WineLoader = "/usr/lib/wine/wine64";

    /// <summary>Debian's Mono.</summary>
    public const string MonoRuntime = "/usr/bin/mono";

    /// <summary>Registry settings from a real hive file.</summary>
    public static Requirement Hivex { get; } = new(
        "hivex (library and command line tools)",
        "the tests that read and check real registry hives",
        static () => HasLibrary("libhivex.so.0")
            && File.Exists("/usr/bin/hivexget")
            && File.Exists("/usr/bin/hivexregedit"),
        "libhivex0",
        "libhivex-bin",
        "libwin-hivex-perl");

    /// <summary>The Windows programs and tests on Linux.</summary>
    public static Requirement Wine { get; } = new(
        "Wine 8 or later, 64 bit",
        "the wine lane",
        static () => File.Exists(WineLoader),
        "wine",
        "wine64");

    /// <summary>Adapters and routes of a network namespace.</summary>
    public static Requirement NetworkTools { get; } = new(
        "ip (iproute2)",
        "the tests of network settings against a real kernel",
        static () => File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip") || File.Exists("/usr/bin/ip"),
        "iproute2");

    /// <summary>Images on a real NTFS.</summary>
    public static Requirement Ntfs { get; } = new(
        "ntfs-3g",
        "the tests of images on a real NTFS",
        static () => File.Exists("/usr/bin/ntfs-3g") || File.Exists("/bin/ntfs-3g"),
        "ntfs-3g");

    /// <summary>Signatures of Windows. Debian 12 has 2.5, which signs no scripts; its backports are newer.</summary>
    public static Requirement SignTool { get; } = new(
        "osslsigncode 2.8 or later",
        "signing, and the tests of it",
        static () => OnPath("osslsigncode") && SignsScripts(AskSignTool()),
        "osslsigncode");

    /// <summary>A key that is in a token.</summary>
    public static Requirement TokenTools { get; } = new(
        "a software token and OpenSSL's engine for tokens",
        "the test of signing with a token (PKCS#11)",
        static () => File.Exists("/usr/bin/softhsm2-util")
            && File.Exists("/usr/lib/softhsm/libsofthsm2.so")
            && File.Exists("/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so"),
        "softhsm2",
        "libengine-pkcs11-openssl");

    /// <summary>Images of CDs, the package for dom0, and programs that read both.</summary>
    public static Requirement ImageTools { get; } = new(
        "xorriso, rpmbuild, bsdtar and cpio",
        "the ISO image, the package for dom0, and the tests of them",
        static () => File.Exists("/usr/bin/xorriso") && File.Exists("/usr/bin/rpmbuild")
            && File.Exists("/usr/bin/bsdtar") && File.Exists("/usr/bin/cpio"),
        "xorriso",
        "rpm",
        "libarchive-tools",
        "cpio");

    /// <summary>Packages for the Windows Installer, and programs that read them.</summary>
    public static Requirement InstallerTools { get; } = new(
        "wixl, msibuild and msiinfo",
        "the MSI, and the tests of it",
        static () => File.Exists("/usr/bin/wixl") && File.Exists("/usr/bin/msibuild")
            && File.Exists("/usr/bin/msiinfo"),
        "wixl",
        "msitools");

    /// <summary>The programs as native code for this machine.</summary>
    public static Requirement Linker { get; } = new(
        "clang or gcc",
        "every lane that starts our programs",
        static () => OnPath("clang") || OnPath("gcc"),
        "clang");

    /// <summary>The Windows programs as native code, and a C program to compare them with.</summary>
    public static Requirement WindowsLinker { get; } = new(
        "clang, lld and mingw-w64",
        "the wine lane, and everything that ships Windows programs",
        static () => OnPath("clang++") && OnPath("lld-link") && OnPath("llvm-dlltool")
            && OnPath("x86_64-w64-mingw32-gcc") && File.Exists("/usr/x86_64-w64-mingw32/lib/libkernel32.a"),
        "clang",
        "lld",
        "llvm",
        "gcc-mingw-w64-x86-64",
        "mingw-w64-x86-64-dev");

    /// <summary>A runtime of .NET Framework's kind.</summary>
    public static Requirement Mono { get; } = new(
        "Mono",
        "the framework lane",
        static () => File.Exists(MonoRuntime)
            && File.Exists("/usr/lib/mono/4.5/System.Core.dll")
            && File.Exists("/usr/lib/mono/4.5/System.IO.Compression.dll"),
        "mono-runtime",
        "libmono-system-core4.0-cil",
        "libmono-system-io-compression4.0-cil");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Requirement> All { get; } =
    [
        Hivex, Wine, NetworkTools, Ntfs, SignTool, TokenTools, ImageTools, InstallerTools, Linker, WindowsLinker, Mono,
    ];

    /// <summary>Whether an osslsigncode is new enough for scripts.</summary>
    /// <param name="told">What it says to <c>--version</c>.</param>
    public static bool SignsScripts(string told)
    {
        ArgumentNullException.ThrowIfNull(told);
        string[] words = told.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && Version.TryParse(words[1], out Version? version) && version >= new Version(2, 8);
    }

    private static string AskSignTool()
    {
        using Process tool = Process.Start(
            new ProcessStartInfo("osslsigncode", ["--version"]) { RedirectStandardOutput = true })!;
        string told = tool.StandardOutput.ReadToEnd();
        tool.WaitForExit();
        return told;
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Join(folder, program)));

    private static bool HasLibrary(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint handle))
        {
            return false;
        }

        NativeLibrary.Free(handle);
        return true;
    }
}
