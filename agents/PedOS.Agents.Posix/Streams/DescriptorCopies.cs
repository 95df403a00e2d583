using System.Globalization;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Streams;

/// <summary>
/// The runtime keeps copies of the standard descriptors from its start on, so closing one of them tells its reader
/// nothing.
/// </summary>
internal static class DescriptorCopies
{
    private const string Directory = "/proc/self/fd";

    private const int StandardDescriptors = 3;

    /// <summary>
    /// Puts the null device in the place of a standard descriptor and of every copy of it. The numbers stay taken, so
    /// that nothing else can become our standard output. What is also another standard stream stays open there.
    /// </summary>
    public static void Replace(int descriptor)
    {
        string? target = TargetOf(descriptor);
        using Microsoft.Win32.SafeHandles.SafeFileHandle nothing =
            File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        int replacement = nothing.DangerousGetHandle().ToInt32();
        _ = Libc.dup2(replacement, descriptor);
        if (target is null || IsShared(descriptor, target))
        {
            return;
        }

        foreach (string entry in System.IO.Directory.EnumerateFileSystemEntries(Directory).ToList())
        {
            if (int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int copy)
                && target.Equals(TargetOf(copy), StringComparison.Ordinal))
            {
                _ = Libc.dup2(replacement, copy);
            }
        }
    }

    private static bool IsShared(int descriptor, string target)
    {
        for (int other = 0; other < StandardDescriptors; other++)
        {
            if (other != descriptor && target.Equals(TargetOf(other), StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // pipe:[123], socket:[123] or a path: the same for every copy.
    private static string? TargetOf(int descriptor) =>
        new FileInfo(string.Create(CultureInfo.InvariantCulture, $"{Directory}/{descriptor}")).LinkTarget;
}
