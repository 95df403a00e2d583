using System.Globalization;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>Finds out what the running Windows is.</summary>
internal static class LiveFacts
{
    private const string Version = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion";
    private const string Folders = @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion";
    private const int FirstWindows11 = 22000;

    /// <summary>The template profile's hive.</summary>
    /// <param name="systemDrive">Letter and colon.</param>
    public static string TemplateHive(string systemDrive) => systemDrive + @"\Users\Default\NTUSER.DAT";

    /// <summary>Reads them.</summary>
    /// <param name="registry">Registry of the machine.</param>
    /// <exception cref="SetupException">Something that every Windows has is missing.</exception>
    public static MachineFacts Read(IRegistry registry)
    {
        string windows = WindowsDirectory();
        string build = Text(registry, Version, "CurrentBuildNumber");
        if (!int.TryParse(build, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            throw Missing($"{Version} CurrentBuildNumber is {build}, which is no number");
        }

        string product = Text(registry, Version, "ProductName");

        // The registry of Windows 11 still says Windows 10.
        const string Ten = "Windows 10";
        product = number >= FirstWindows11 && product.StartsWith(Ten, StringComparison.Ordinal)
            ? "Windows 11" + product.Substring(Ten.Length)
            : product;
        return new MachineFacts(
            product,
            number,
            Processor() == Kernel32.IMAGE_FILE_MACHINE_AMD64,
            windows.Substring(0, 2).ToUpperInvariant(),
            windows,

            // Not the environment's: a 32-bit process sees another folder there.
            Text(registry, Folders, "ProgramFilesDir"),
            Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData),
            Environment.MachineName)
        {
            IsForArm = Processor() == Kernel32.IMAGE_FILE_MACHINE_ARM64,
        };
    }

    /// <summary>The Windows directory, also for a process of a terminal session that has one of its own.</summary>
    public static string WindowsDirectory()
    {
        char[] buffer = new char[260];
        uint length = Kernel32.GetSystemWindowsDirectory(buffer, (uint)buffer.Length);
        return length is > 2 and < 260
            ? new string(buffer, 0, (int)length)
            : throw Win32Error.Last("GetSystemWindowsDirectory", "this Windows");
    }

    /// <summary>Whether this is a 32-bit process, for which Windows pretends another system directory.</summary>
    public static bool IsRedirected() => IntPtr.Size == 4 && Environment.Is64BitOperatingSystem;

    private static ushort Processor()
    {
        try
        {
            if (Kernel32.IsWow64Process2(Kernel32.GetCurrentProcess(), out _, out ushort machine)
                && machine != Kernel32.IMAGE_FILE_MACHINE_UNKNOWN)
            {
                return machine;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // Older than any Windows that is supported; the build number will say so.
        }

        Kernel32.GetNativeSystemInfo(out Kernel32.SystemInfo system);
        return system.Architecture == Kernel32.PROCESSOR_ARCHITECTURE_AMD64
            ? Kernel32.IMAGE_FILE_MACHINE_AMD64
            : Kernel32.IMAGE_FILE_MACHINE_UNKNOWN;
    }

    private static string Text(IRegistry registry, string key, string name) =>
        registry.Find(key, name)?.AsText() ?? throw Missing($"{key} has no text {name}");

    private static SetupException Missing(string message) =>
        new(SetupError.UnsupportedWindows, message, "Repair Windows, then try again.");
}
