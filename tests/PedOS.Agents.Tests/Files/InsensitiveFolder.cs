using System.Text;
using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Tests.Files;

/// <summary>
/// A folder in memory with Windows' rules: upper and lower case find the same, a short name (eight characters and three
/// of the extension) finds the long one, and names that cannot be held are refused.
/// </summary>
internal sealed class InsensitiveFolder : IIncomingFolder
{
    private const string Folder = "<folder>";

    private readonly Dictionary<string, object> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly InsensitiveFolder _root;

    public InsensitiveFolder() => _root = this;

    private InsensitiveFolder(InsensitiveFolder root) => _root = root;

    /// <summary>Handles that are open of everything below the root.</summary>
    public int Open { get; private set; }

    /// <summary>Notes, by name of the note.</summary>
    public Dictionary<string, byte[]> Notes { get; } = [];

    /// <summary>Names as they are held, with contents; folders end with a slash.</summary>
    public IEnumerable<(string Path, string Content)> Listing => _entries.SelectMany(static e => e.Value switch
    {
        InsensitiveFolder folder =>
            [(e.Key + "/", Folder), .. folder.Listing.Select(below => ($"{e.Key}/{below.Path}", below.Content))],
        _ => (IEnumerable<(string, string)>)[(e.Key, ((InsensitiveFile)e.Value).Content)],
    });

    public bool HasLinks => false;

    public byte[]? FindName(ReadOnlySpan<byte> name) =>
        Find(Encoding.UTF8.GetString(name)) is { } found ? Encoding.UTF8.GetBytes(found) : null;

    public IIncomingFolder? TryOpenFolder(ReadOnlySpan<byte> name) =>
        Find(Encoding.UTF8.GetString(name)) is not { } found ? null
        : _entries[found] is InsensitiveFolder folder ? folder.Opened()
        : throw new FileErrorException(FileCopyError.ENOTDIR, "no folder");

    public IIncomingFolder? TryMakeFolder(ReadOnlySpan<byte> name) =>
        TryAdd(name, new InsensitiveFolder(_root)) is { } made ? ((InsensitiveFolder)made).Opened() : null;

    public IIncomingFile? TryMakeFile(ReadOnlySpan<byte> name)
    {
        string text = Encoding.UTF8.GetString(name);
        return TryAdd(name, new InsensitiveFile(() => _ = _entries.Remove(text))) as IIncomingFile;
    }

    public bool TryMakeLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) =>
        throw new InvalidOperationException("there are no links here");

    public void Note(string name, ReadOnlySpan<byte> content) => Notes[name] = content.ToArray();

    public void Finish(uint mode, EntryTime accessed, EntryTime modified)
    {
        // Times are looked at where they are real.
    }

    public ulong GetFreeBytes() => ulong.MaxValue;

    public void Flush()
    {
        // Memory is as far as it goes.
    }

    public void Dispose() => _root.Open--;

    /// <summary>What is noted of something.</summary>
    public Dictionary<string, byte[]> NotesOf(string path)
    {
        InsensitiveFolder at = this;
        string[] parts = path.Split('/');
        foreach (string part in parts[..^1])
        {
            at = (InsensitiveFolder)at._entries[part];
        }

        object entry = at._entries[parts[^1]];
        return entry is InsensitiveFile file ? file.Notes : ((InsensitiveFolder)entry).Notes;
    }

    private InsensitiveFolder Opened()
    {
        _root.Open++;
        return this;
    }

    private object? TryAdd(ReadOnlySpan<byte> name, object entry)
    {
        string text = Encoding.UTF8.GetString(name);
        Assert(text);
        if (Find(text) is not null)
        {
            return null;
        }

        _entries.Add(text, entry);
        return entry;
    }

    // NTFS refuses these with STATUS_OBJECT_NAME_INVALID.
    private static void Assert(string name)
    {
        if (name.Length > 255 || name.Any(static c => c < ' ' || "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal)))
        {
            throw new FileErrorException(FileCopyError.EILSEQ, $"NTFS does not hold {name}");
        }
    }

    private string? Find(string name) =>
        _entries.Keys.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? _entries.Keys.FirstOrDefault(k => ShortNameOf(k).Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string ShortNameOf(string name)
    {
        string stem = Path.GetFileNameWithoutExtension(name);
        return stem.Length <= 8 ? name : $"{stem[..6]}~1{Path.GetExtension(name)}";
    }
}
