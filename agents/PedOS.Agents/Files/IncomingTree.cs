using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Files;

/// <summary>
/// Where entries of a sender go, below one folder. Holds the folders open that lead to the last entry, so that most
/// entries cost one step. Nothing that exists is overwritten; a folder that exists is added to.
/// </summary>
/// <param name="root">The folder; the caller's.</param>
/// <param name="names">How names are held there.</param>
/// <param name="zone">The mark of files that come from elsewhere; see <see cref="ZoneMark"/>.</param>
public sealed class IncomingTree(IIncomingFolder root, NameRule names, ReadOnlyMemory<byte> zone) : IDisposable
{
    /// <summary>The note that tells the sender's name of what has another one here.</summary>
    public const string NameNote = "PedOS.Name";

    private const byte Slash = (byte)'/';

    private readonly List<Level> _levels = [];

    /// <summary>Names that are not the sender's.</summary>
    public int Renamed { get; private set; }

    private IIncomingFolder Last => _levels.Count == 0 ? root : _levels[^1].Folder;

    /// <summary>Makes a folder; one that is there already gets the permissions and times.</summary>
    /// <param name="path">A legal name; see <see cref="EntryPath"/>.</param>
    /// <param name="header">Its header.</param>
    /// <exception cref="FileErrorException">It cannot be; the number is for the answer.</exception>
    public void TakeFolder(ReadOnlySpan<byte> path, in EntryHeader header)
    {
        ReadOnlySpan<byte> rest = Climb(path);
        if (!rest.IsEmpty)
        {
            byte[] name = Enter(rest).ToArray();
            if (MakeFolder(name) is { } made)
            {
                _levels.Add(new Level(name, made));
                return;
            }

            _levels.Add(new Level(name, Open(name)));
        }

        Last.Finish(header.Mode, header.Accessed, header.Modified);
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">A legal name.</param>
    /// <exception cref="FileErrorException">It cannot be.</exception>
    public IIncomingFile MakeFile(ReadOnlySpan<byte> path)
    {
        byte[] name = Above(path).ToArray();
        foreach (byte[] held in NamesFor(name))
        {
            if (Last.TryMakeFile(held) is { } file)
            {
                try
                {
                    if (names.HasZones)
                    {
                        file.Note(ZoneMark.Stream, zone.Span);
                    }

                    NoteName(name, held, file.Note);
                    return file;
                }
                catch
                {
                    file.Dispose();
                    throw;
                }
            }

            if (IsCalled(held))
            {
                break;
            }
        }

        throw Exists();
    }

    /// <summary>
    /// Makes a link; where there are none, a file that tells where it leads, as version control does on such systems.
    /// </summary>
    /// <param name="path">A legal name.</param>
    /// <param name="target">Where it leads.</param>
    /// <param name="header">Its header.</param>
    /// <exception cref="FileErrorException">It cannot be.</exception>
    public void TakeLink(ReadOnlySpan<byte> path, ReadOnlySpan<byte> target, in EntryHeader header)
    {
        if (root.HasLinks)
        {
            if (!Last.HasLinks || !MakeLink(path, target))
            {
                throw Exists();
            }

            return;
        }

        using IIncomingFile file = MakeFile(path);
        file.Write(target);
        file.Keep(header.Mode, header.Accessed, header.Modified);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_levels.Count > 0)
        {
            Leave();
        }
    }

    private bool MakeLink(ReadOnlySpan<byte> path, ReadOnlySpan<byte> target)
    {
        ReadOnlySpan<byte> name = Above(path);
        return Last.TryMakeLink(names.Name(name.ToArray()), target);
    }

    // Goes up to the last folder that leads to the path, and tells what is left of that.
    private ReadOnlySpan<byte> Climb(ReadOnlySpan<byte> path)
    {
        int same = 0;
        while (same < _levels.Count && Begins(path, _levels[same].Name))
        {
            path = path[Math.Min(_levels[same].Name.Length + 1, path.Length)..];
            same++;
        }

        while (_levels.Count > same)
        {
            Leave();
        }

        return path;
    }

    private static bool Begins(ReadOnlySpan<byte> path, byte[] name) =>
        path.StartsWith(name) && (path.Length == name.Length || path[name.Length] == Slash);

    // Goes to the folder above the last name of a path, and tells that name.
    private ReadOnlySpan<byte> Above(ReadOnlySpan<byte> path)
    {
        int last = path.LastIndexOf(Slash);
        if (last >= 0)
        {
            ReadOnlySpan<byte> rest = Climb(path[..last]);
            if (!rest.IsEmpty)
            {
                EnterOne(Enter(rest));
            }
        }
        else
        {
            _ = Climb([]);
        }

        return path[(last + 1)..];
    }

    // Enters all but the last.
    private ReadOnlySpan<byte> Enter(ReadOnlySpan<byte> path)
    {
        for (int slash = path.IndexOf(Slash); slash >= 0; slash = path.IndexOf(Slash))
        {
            EnterOne(path[..slash]);
            path = path[(slash + 1)..];
        }

        return path;
    }

    private void EnterOne(ReadOnlySpan<byte> part)
    {
        byte[] name = part.ToArray();
        _levels.Add(new Level(name, Open(name)));
    }

    private IIncomingFolder Open(byte[] name)
    {
        foreach (byte[] held in NamesFor(name))
        {
            if ((names.NameBesides is null || IsCalled(held)) && Last.TryOpenFolder(held) is { } folder)
            {
                return folder;
            }
        }

        throw new FileErrorException(FileCopyError.ENOENT, "a folder of the name was not sent before");
    }

    private IIncomingFolder? MakeFolder(byte[] name)
    {
        foreach (byte[] held in NamesFor(name))
        {
            if (Last.TryMakeFolder(held) is { } folder)
            {
                try
                {
                    NoteName(name, held, folder.Note);
                    return folder;
                }
                catch
                {
                    folder.Dispose();
                    throw;
                }
            }

            if (IsCalled(held))
            {
                return null;
            }
        }

        throw Exists();
    }

    private void NoteName(byte[] name, byte[] held, Noter note)
    {
        if (!name.AsSpan().SequenceEqual(held))
        {
            Renamed++;
            note(NameNote, name);
        }
    }

    private IEnumerable<byte[]> NamesFor(byte[] name)
    {
        yield return names.Name(name);
        if (names.NameBesides is { } besides)
        {
            yield return besides(name);
        }
    }

    // Whether what is found under the name has this very name.
    private bool IsCalled(byte[] held) =>
        names.NameBesides is null || (Last.FindName(held) is { } real && real.AsSpan().SequenceEqual(held));

    private void Leave()
    {
        _levels[^1].Folder.Dispose();
        _levels.RemoveAt(_levels.Count - 1);
    }

    private static FileErrorException Exists() =>
        new(FileCopyError.EEXIST, "something of the name exists, and nothing is overwritten");

    private delegate void Noter(string name, ReadOnlySpan<byte> content);

    private readonly record struct Level(byte[] Name, IIncomingFolder Folder);
}
