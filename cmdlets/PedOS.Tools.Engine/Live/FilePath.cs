using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>A path on the system drive whose names have been judged, and that leads over directories only.</summary>
internal readonly struct FilePath
{
    private const string LongPrefix = @"\\?\";

    private FilePath(string text, string native, bool isRoot)
    {
        Text = text;
        Native = native;
        IsRoot = isRoot;
    }

    /// <summary>As it was given, for messages.</summary>
    public string Text { get; }

    /// <summary>As functions of the system take it: of any length, and not interpreted by them.</summary>
    public string Native { get; }

    /// <summary>Whether it is the root of the drive.</summary>
    public bool IsRoot { get; }

    /// <summary>Judges a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="drive">The system drive.</param>
    /// <exception cref="SetupException">
    /// <see cref="SetupError.UnsafePath"/>: it is no path of the drive, or a link is on the way.
    /// </exception>
    public static FilePath Parse(string path, string drive)
    {
        string[] names = WindowsPath.Split(path, drive);
        string native = LongPrefix + drive + "\\";
        for (int i = 0; i < names.Length; i++)
        {
            native += (i == 0 ? "" : "\\") + names[i];
            if (i + 1 < names.Length && !RefuseLink(path, native))
            {
                native += "\\" + string.Join("\\", names.Skip(i + 1));
                break;
            }
        }

        return new FilePath(path, native, names.Length == 0);
    }

    /// <summary>The failure for a link where a file or directory was asked for.</summary>
    public static SetupException Link(string path, string link) => new(
        SetupError.UnsafePath,
        $"{path} leads over the link {link}",
        "Replace the link by what it stands for, then try again.");

    // False when there is nothing of the name: then nothing lies below it either.
    private static bool RefuseLink(string path, string directory)
    {
        uint attributes = Kernel32.GetFileAttributes(directory);
        if (attributes == Kernel32.INVALID_FILE_ATTRIBUTES)
        {
            int error = Marshal.GetLastWin32Error();
            return error is Win32Error.ERROR_FILE_NOT_FOUND or Win32Error.ERROR_PATH_NOT_FOUND
                ? false
                : throw Win32Error.Failure("GetFileAttributes", path, error);
        }

        return (attributes & Kernel32.FILE_ATTRIBUTE_REPARSE_POINT) == 0
            ? true
            : throw Link(path, directory.Substring(LongPrefix.Length));
    }
}
