using System.Runtime.InteropServices;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Where the user's folders are.</summary>
internal static unsafe partial class Shell32
{
    public const uint KF_FLAG_CREATE = 0x8000;

    /// <summary>FOLDERID_Documents of knownfolders.h.</summary>
    public static readonly Guid FOLDERID_Documents = new("fdd39ad0-238f-46af-adb4-6c85480369c7");

    /// <summary><paramref name="path"/> is given back with CoTaskMemFree, after a failure, too.</summary>
    [LibraryImport("shell32.dll")]
    public static partial int SHGetKnownFolderPath(Guid* folder, uint flags, nint token, out nint path);
}
