using System.Globalization;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Images;

/// <summary>Reads from the hives what a Windows is.</summary>
internal static class ImageFacts
{
    private const string Version = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion";
    private const string Folders = @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion";
    private const string Profiles = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    private const string Variables = @"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment";
    private const string Architecture64 = "AMD64";

    /// <summary>Where Windows is, for example <c>C:\Windows</c>; null when the registry does not tell.</summary>
    public static string? WindowsDirectory(IRegistry registry) =>
        registry.Find(Version, "SystemRoot")?.AsText() is { Length: > 3 } root
        && IsAbsolute(root)
        && string.Equals(root.Substring(3), "Windows", StringComparison.OrdinalIgnoreCase)
            ? root
            : null;

    /// <summary>Everything.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="windowsDirectory">As told above.</param>
    /// <param name="location">The folder of the image.</param>
    public static MachineFacts Read(IRegistry registry, string windowsDirectory, string location)
    {
        string drive = windowsDirectory.Substring(0, 2);
        string? processor = registry.Find(Variables, "PROCESSOR_ARCHITECTURE")?.AsText();
        return new MachineFacts(
            registry.Find(Version, "ProductName")?.AsText() ?? "Windows",
            Build(registry),
            string.Equals(processor, Architecture64, StringComparison.OrdinalIgnoreCase),
            drive,
            windowsDirectory,
            Folder(registry.Find(Folders, "ProgramFilesDir")?.AsText(), drive, "Program Files"),
            Folder(registry.Find(Profiles, "ProgramData")?.AsText(), drive, "ProgramData"),
            location)
        {
            IsForArm = processor?.StartsWith("ARM", StringComparison.OrdinalIgnoreCase) is true,
        };
    }

    private static bool IsAbsolute(string path) =>
        path.Length >= 3 && path[1] == ':' && path[2] == '\\' && path[0] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');

    // An unknown build is older than any that is supported.
    private static int Build(IRegistry registry) => int.TryParse(
        registry.Find(Version, "CurrentBuildNumber")?.AsText(),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out int build)
        ? build
        : 0;

    private static string Folder(string? path, string drive, string usual)
    {
        const string Variable = "%SystemDrive%";
        if (path is not null && path.StartsWith(Variable, StringComparison.OrdinalIgnoreCase))
        {
            path = drive + path.Substring(Variable.Length);
        }

        return path is not null && IsAbsolute(path) ? path.TrimEnd('\\') : $@"{drive}\{usual}";
    }
}
