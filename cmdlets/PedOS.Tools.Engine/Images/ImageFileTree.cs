using PedOS.Tools.Contracts.Files;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Images;

/// <summary>
/// The files of an image: <c>C:\x</c> is <c>x</c> below the folder, whatever its case. A link on the way is refused for
/// everything, a link at the end for everything but <see cref="Find"/> and <see cref="List"/>, which tell that it
/// is one. Several threads may use it; everything but reading and writing data happens one after the other.
/// </summary>
public sealed partial class ImageFileTree : IFileTree
{
    private const int CopyBuffer = 1 << 18;

    private const int MaxThreads = 4; // each copies, hashes or waits for the disk; more do not make that faster

    [ThreadStatic]
    private static PageBuffer? _copyBuffer;

    private readonly ImageNames _names;
    private readonly HostVolume _volume;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly ImageAccess _access;
    private readonly object _gate = new();
    private bool _isChanged;

    /// <summary>The files below a folder.</summary>
    /// <param name="names">Finds them.</param>
    /// <param name="volume">Calls to the system.</param>
    internal ImageFileTree(ImageNames names, HostVolume volume)
    {
        _names = names;
        _volume = volume;
        _access = new ImageAccess(volume);
    }

    /// <summary>
    /// Paths whose access could not be stored, because the volume is mounted without security descriptors (ntfs-3g
    /// stores them with <c>streams_interface=xattr,permissions</c>) or is not NTFS.
    /// </summary>
    public IReadOnlyList<string> AccessNotStored => _access.NotStored;

    /// <inheritdoc/>
    public int Parallelism => Math.Min(MaxThreads, Environment.ProcessorCount);

    /// <inheritdoc/>
    public CancellationToken Cancellation { get; set; }

    /// <inheritdoc/>
    public long FreeBytes => _volume.FreeBytes(_names.Root);

    /// <inheritdoc/>
    public FileEntry? Find(string path)
    {
        lock (_gate)
        {
            return _names.Find(path).Entry;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<FileEntry> List(string path)
    {
        lock (_gate)
        {
            ImageName name = _names.Find(path);
            return name.Entry?.Kind switch
            {
                FileKind.Directory =>
                    [.. _volume.List(name.HostPath, path).OrderBy(static entry => entry.Name, StringComparer.Ordinal)],
                FileKind.Link => throw ImageNames.LinkOn(path),
                _ => [],
            };
        }
    }

    /// <inheritdoc/>
    public Stream OpenRead(string path)
    {
        string host;
        lock (_gate)
        {
            host = _names.Existing(path, FileKind.File).HostPath;
        }

        return Calling($"read {path}", () => new FileStream(
            _volume.Openable(host), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
    }

    /// <inheritdoc/>
    public void Write(string path, Stream content, AccessRule? access, DateTime? written)
    {
        ImageName name;
        string host;
        FileStream file;
        lock (_gate)
        {
            name = _names.Vacant(path);
            host = _volume.Openable(name.HostPath);
            file = Calling($"write {path}", () => new FileStream(
                host, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1));
            Added(name, isFile: true);
        }

        try
        {
            Fill(file, content, path);
            lock (_gate)
            {
                _access.Set(name, access, isDirectory: false, path);
            }

            if (written is { } time)
            {
                Calling($"set the time of {path}", () => File.SetLastWriteTimeUtc(host, time));
            }
        }
        catch
        {
            lock (_gate)
            {
                Unmake(name, host);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path)
    {
        lock (_gate)
        {
            ImageName name = _names.ForChange(path);
            if (name.Entry is { Kind: not FileKind.File } other)
            {
                throw Other(other, path);
            }

            AppendFile file = new(
                _volume.Openable(name.HostPath),
                path,
                stream =>
                {
                    _volume.FlushFile(stream, path);
                    _volume.FlushDirectory(name.HostDirectory, path);
                });
            if (name.Entry is null)
            {
                Added(name, isFile: false);
            }

            return file;
        }
    }

    /// <inheritdoc/>
    public void Move(string from, string to)
    {
        lock (_gate)
        {
            _names.CheckChange(from);
            ImageName source = _names.Existing(from, FileKind.File);
            ImageName target = _names.ForChange(to);
            bool isSame = string.Equals(source.HostPath, target.HostPath, StringComparison.Ordinal);
            if (target.Entry is { Kind: not FileKind.File } other)
            {
                throw Other(other, to);
            }

            // What is replaced keeps its spelling; a file that gets its own name in another case gets the new one.
            string host = isSame ? Path.Combine(target.HostDirectory, target.Name) : target.HostPath;
            _volume.Rename(source.HostPath, host, to);
            _volume.NameRemoved(source.HostDirectory, source.Entry!.Name);
            _volume.NameAdded(target.HostDirectory, Path.GetFileName(host));
            _isChanged = true;
            if (_written.Remove(source.HostPath))
            {
                _ = _written.Add(host);
            }
        }
    }

    /// <inheritdoc/>
    public bool Replace(string from, string to)
    {
        // Nothing of an image runs.
        Move(from, to);
        return false;
    }

    /// <inheritdoc/>
    public int ClearInUse() => 0;

    /// <inheritdoc/>
    public void DeleteDirectoryAtRestart(string path) => DeleteDirectory(path);

    /// <inheritdoc/>
    public void Link(string from, string to)
    {
        lock (_gate)
        {
            _names.CheckChange(from);
            ImageName source = _names.Existing(from, FileKind.File);
            ImageName target = _names.Vacant(to);
            if (_volume.TryLink(source.HostPath, target.HostPath, to))
            {
                Added(target, isFile: false);
                return;
            }

            using Stream content = OpenRead(from);
            Write(to, content, access: null, source.Entry!.Written);
            if (_volume.FindSecurity(source.HostPath) is { } descriptor)
            {
                _ = _volume.TrySetSecurity(target.HostPath, descriptor, to);
            }
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        lock (_gate)
        {
            if (_names.ForDelete(path, FileKind.File) is { } name)
            {
                string host = _volume.Openable(name.HostPath);
                Calling($"delete {path}", () =>
                {
                    _volume.PrepareDelete(name.HostPath);
                    HeldFile.Retry(() => File.Delete(host), time => HeldFile.Wait(time, Cancellation));
                });
                Removed(name);
            }
        }
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path, AccessRule? access)
    {
        lock (_gate)
        {
            ImageName name = _names.ForChange(path);
            if (name.Entry is { } entry)
            {
                if (entry.Kind != FileKind.Directory)
                {
                    throw entry.Kind == FileKind.Link
                        ? ImageNames.LinkOn(path)
                        : ImageNames.Wrong(path, "a file has the name");
                }

                return;
            }

            string host = _volume.Openable(name.HostPath);
            Calling($"make the directory {path}", () => Directory.CreateDirectory(host));
            Added(name, isFile: false);
            try
            {
                _access.Set(name, access, isDirectory: true, path);
            }
            catch
            {
                Unmake(name, host);
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        lock (_gate)
        {
            if (_names.ForDelete(path, FileKind.Directory) is { } name && _volume.List(name.HostPath, path).Count == 0)
            {
                Calling($"delete the directory {path}", () => Directory.Delete(_volume.Openable(name.HostPath)));
                Removed(name);
            }
        }
    }

    /// <inheritdoc/>
    public void SetAccess(string path, AccessRule access)
    {
        lock (_gate)
        {
            _names.CheckChange(path);
            ImageName name = _names.Find(path);
            bool isDirectory = name.Entry?.Kind == FileKind.Directory;
            name = _names.Existing(path, isDirectory ? FileKind.Directory : FileKind.File);
            _access.Set(name, access, isDirectory, path);
            _isChanged = true;
        }
    }

    /// <inheritdoc/>
    public byte[]? FindSecurity(string path)
    {
        lock (_gate)
        {
            return _names.Find(path) is { Entry.Kind: FileKind.Directory } name
                ? _volume.FindSecurity(name.HostPath)
                : null;
        }
    }

    /// <inheritdoc/>
    public void SetSecurity(string path, byte[] descriptor)
    {
        lock (_gate)
        {
            _names.CheckChange(path);
            _ = _volume.TrySetSecurity(_names.Existing(path, FileKind.Directory).HostPath, descriptor, path);
            _isChanged = true;
        }
    }

    /// <inheritdoc/>
    public void MoveDirectory(string from, string to)
    {
        lock (_gate)
        {
            _names.CheckChange(from);
            ImageName source = _names.Existing(from, FileKind.Directory);
            ImageName target = _names.Vacant(to);
            _volume.Rename(source.HostPath, target.HostPath, to);
            _volume.NameRemoved(source.HostDirectory, source.Entry!.Name);
            _volume.NameAdded(target.HostDirectory, target.Name);
            _isChanged = true;
        }
    }

    /// <summary>Makes everything done so far durable.</summary>
    internal void Commit()
    {
        lock (_gate)
        {
            if (_isChanged)
            {
                _volume.Flush(_names.Root, _written, _names.Root);
                _written.Clear();
                _isChanged = false;
            }
        }
    }
}
