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
    private const int MaxThreads = 4; // each copies, hashes or waits for the disk; more do not make that faster

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

    private static SetupException Other(FileEntry entry, string path) =>
        entry.Kind == FileKind.Link ? ImageNames.LinkOn(path) : ImageNames.Wrong(path, "it is a directory");

    private static void Calling(string what, Action call) => _ = Calling<object?>(what, () =>
    {
        call();
        return null;
    });

    private static T Calling<T>(string what, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageFailure.Of(what, e);
        }
    }

    private void Added(ImageName name, bool isFile)
    {
        _volume.NameAdded(name.HostDirectory, name.Name);
        _isChanged = true;
        if (isFile)
        {
            _ = _written.Add(name.HostPath);
        }
    }

    /// <summary>Takes back what was made just now; the failure that led here is the one that is told.</summary>
    private void Unmake(ImageName name, string host)
    {
        try
        {
            if (Directory.Exists(host))
            {
                Directory.Delete(host);
            }
            else
            {
                File.Delete(host);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }

        _volume.NameRemoved(name.HostDirectory, name.Name);
        _ = _written.Remove(name.HostPath);
    }
}
