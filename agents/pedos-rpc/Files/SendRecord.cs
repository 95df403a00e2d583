using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;
using PedOS.Protocols.Qrexec;

namespace PedOS.Rpc.Files;

/// <summary>What became of what was to be sent.</summary>
/// <param name="tell">Tells the user a line.</param>
/// <param name="progress">Is told of every byte; null for nothing.</param>
internal sealed class SendRecord(Action<string> tell, ISendProgress? progress)
{
    // A tree of unreadable files would tell nothing else (arbitrary).
    private const int MaxTold = 20;

    private readonly HashSet<(UInt128 Identity, ulong Length, EntryTime Modified)> _sent = [];

    /// <summary>How many were not sent.</summary>
    public int Skipped { get; private set; }

    /// <summary>Files that were begun.</summary>
    public long Files { get; private set; }

    /// <summary>Folders.</summary>
    public long Folders { get; private set; }

    /// <summary>Symbolic links.</summary>
    public long Links { get; private set; }

    /// <summary>Bytes of files.</summary>
    public long Bytes { get; private set; }

    /// <summary>Notes and tells what is not sent.</summary>
    public void Skip(ReadOnlySpan<byte> path, string why)
    {
        Skipped++;
        if (Skipped <= MaxTold)
        {
            tell($"not sent: {Printable.Text(path)}: {why}");
        }
        else if (Skipped == MaxTold + 1)
        {
            tell("not sent: more, which are not told one by one");
        }
    }

    /// <summary>Notes what was sent; 48 bytes each.</summary>
    public void Remember(in OutgoingStatus status) => _ = _sent.Add(status.Version);

    /// <summary>Whether this very state of it was sent.</summary>
    public bool Knows(in OutgoingStatus status) => _sent.Contains(status.Version);

    /// <summary>Counts something that is sent.</summary>
    public void Count(EntryKind kind) => _ = kind switch
    {
        EntryKind.File => Files++,
        EntryKind.Link => Links++,
        _ => Folders++,
    };

    /// <summary>Counts bytes of files.</summary>
    public void Count(int bytes)
    {
        Bytes += bytes;
        progress?.Add(bytes);
    }

    /// <summary>The stream has ended.</summary>
    public void Finish() => progress?.Finish();
}
