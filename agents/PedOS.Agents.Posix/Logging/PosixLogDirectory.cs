using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Logging;

/// <summary>
/// A directory for logs that nobody but this account and root can change, on its whole way from the root. It is held
/// open, and its files are reached through the handle.
/// </summary>
internal sealed unsafe class PosixLogDirectory : LogDirectory
{
    private const int Mode = 28;
    private const int User = 20;
    private const int OthersWrite = 0x12; // S_IWGRP | S_IWOTH
    private const int OnlyOwnersRename = 0x200; // S_ISVTX

    private readonly int _descriptor;

    private PosixLogDirectory(string name, int descriptor)
        : base(name, PathOf(descriptor)) => _descriptor = descriptor;

    /// <summary>The directory of the product's logs, <c>/var/log/pedos</c>, then that of temporary files.</summary>
    public static IReadOnlyList<string> Common => ["/var/log/pedos", System.IO.Path.GetTempPath()];

    /// <summary>Opens one, and makes it when it is missing.</summary>
    /// <exception cref="UnauthorizedAccessException">Somebody else may change it, or what leads to it.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static LogDirectory Open(string directory)
    {
        string path = System.IO.Path.GetFullPath(directory);
        Directory.CreateDirectory(path);
        int descriptor = Libc.open(path, Libc.O_PATH | Libc.O_CLOEXEC, 0);
        if (descriptor < 0)
        {
            throw new IOException($"{path} cannot be opened (error {Marshal.GetLastPInvokeError()})");
        }

        PosixLogDirectory opened = new(path, descriptor);
        try
        {
            // What leads there, links included, and what it is.
            Check(path);
            string real = new FileInfo(opened.Path).LinkTarget ?? path;
            if (real != path)
            {
                Check(real);
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _ = Libc.close(_descriptor);
    }

    private static string PathOf(int descriptor) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}");

    private static void Check(string path)
    {
        uint own = Libc.geteuid();
        byte* status = stackalloc byte[Libc.StatxSize];
        for (int at = 0; at >= 0; at = at + 1 < path.Length ? path.IndexOf('/', at + 1) : -1)
        {
            Look(at == 0 ? "/" : path[..at]);
        }

        Look(path);

        void Look(string name)
        {
            if (Libc.statx(Libc.AT_FDCWD, name, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, status) != 0)
            {
                throw new IOException($"{name} cannot be looked at (error {Marshal.GetLastPInvokeError()})");
            }

            int mode = BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(status + Mode, sizeof(ushort)));
            uint user = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(status + User, sizeof(uint)));
            bool isLink = (mode & Libc.S_IFMT) == Libc.S_IFLNK;
            if (user != 0 && user != own)
            {
                throw new UnauthorizedAccessException(
                    $"{name} belongs to user {user}, who could put something else in its place");
            }

            // Root's own programs look closely; others have nothing to give away but what is theirs.
            if (!isLink && own == 0 && (mode & OthersWrite) != 0 && (mode & OnlyOwnersRename) == 0)
            {
                throw new UnauthorizedAccessException(
                    $"others may change {name} (mode {Convert.ToString(mode & 0xFFF, 8)})");
            }
        }
    }
}
