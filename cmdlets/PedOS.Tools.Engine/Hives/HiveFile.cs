using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// The file of a hive: read when it is opened, locked when the first change begins, and replaced as a whole by a new
/// file when changes are made durable. Until then the old one is what everybody sees, whatever happens.
/// </summary>
/// <remarks>
/// The logs beside a hive stay. Windows looks at them only when the two sequence numbers of the hive differ, and those
/// of the new file are equal and one higher than before, so that no entry of an old log fits it.
/// </remarks>
internal sealed class HiveFile : IDisposable
{
    // One name, so that what a power cut left is found and replaced.
    private const string NewSuffix = ".pedos-new";

    private readonly string _path;
    private readonly string _shown;
    private readonly ImageUse _use;
    private readonly HostVolume _volume;
    private HiveHeader _header;
    private FileStream? _lock;
    private FileStream? _staged;

    private HiveFile(string path, string shown, ImageUse use, HostVolume volume, HiveCells cells)
    {
        _path = path;
        _shown = shown;
        _use = use;
        _volume = volume;
        _header = cells.Header;
        Content = new MemoryHive(shown, cells);
    }

    /// <summary>The keys.</summary>
    public Hive Content { get; }

    /// <summary>Its path, for messages.</summary>
    public string Shown => _shown;

    /// <summary>Whether something is not in the file yet.</summary>
    public bool IsChanged { get; private set; }

    private string NewPath => _path + NewSuffix;

    /// <summary>Checks and reads a hive.</summary>
    /// <param name="path">The file on this system.</param>
    /// <param name="shown">Its path for messages.</param>
    /// <param name="use">Whether it may be changed.</param>
    /// <param name="volume">Calls to the system.</param>
    /// <exception cref="SetupException">It is damaged, was not shut down, or cannot be read.</exception>
    public static HiveFile Open(string path, string shown, ImageUse use, HostVolume volume)
    {
        try
        {
            using FileStream read = volume.OpenUnlocked(path, shown);
            HiveCells cells = HiveCells.Read(read, out string? flaw) ?? throw Hive.Damaged(shown, flaw!);
            if (!cells.Header.IsClean)
            {
                throw new SetupException(
                    SetupError.ImageInUse,
                    $"the registry hive {shown} was not closed: its last changes are in its logs",
                    "Start this Windows and shut it down completely (shutdown /s /t 0), then try again.");
            }

            return new HiveFile(path, shown, use, volume, cells);
        }
        catch (IOException e)
        {
            throw ImageFailure.Of($"read {shown}", e);
        }
    }

    /// <summary>Deletes the new hive of a write that was interrupted, unless somebody writes it just now.</summary>
    /// <param name="path">The hive on this system.</param>
    /// <param name="volume">Calls to the system.</param>
    /// <exception cref="SetupException">It cannot be deleted.</exception>
    public static void Sweep(string path, HostVolume volume)
    {
        string stale = volume.Openable(path + NewSuffix);
        if (!new FileInfo(stale).Exists)
        {
            return;
        }

        FileStream held;
        try
        {
            held = new FileStream(volume.Openable(path), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // Whoever changes the hive holds it, from the first change until the new one has taken its place.
            return;
        }
        catch (UnauthorizedAccessException e)
        {
            throw ImageFailure.Of($"open for changes {path}", e);
        }

        using (held)
        {
            try
            {
                File.Delete(stale);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw ImageFailure.Of($"delete {path}{NewSuffix}", e);
            }
        }
    }

    /// <summary>Says that something is about to change: takes the lock.</summary>
    /// <exception cref="SetupException">Busy, or it cannot be written.</exception>
    public void BeginChange()
    {
        if (_use == ImageUse.Rehearse)
        {
            // Never written: the file is not even locked.
            return;
        }

        if (_use == ImageUse.Read)
        {
            throw new SetupException(
                SetupError.ReadOnly,
                $"the registry hive {_shown} cannot be changed: the image was opened for reading",
                "Open it for changes.");
        }

        if (_lock is null)
        {
            FileStream file = OpenLocked(_path);
            if (HiveHeader.Read(file) is not { } now || !now.IsSame(_header))
            {
                file.Dispose();
                throw new SetupException(
                    SetupError.Busy,
                    $"the registry hive {_shown} was changed by another program since it was opened",
                    "Close the other program and try again.");
            }

            _lock = file;
        }

        IsChanged = true;
    }

    /// <summary>Writes the changed hive beside the old one, durably, and reads it back.</summary>
    public void Stage()
    {
        try
        {
            // A link with this name is deleted, not followed.
            File.Delete(_volume.Openable(NewPath));
            _volume.CreatePrivate(NewPath, _shown);
            Content.Save(_volume.Openable(NewPath));
            _staged = OpenLocked(NewPath);
            HiveCells cells = HiveCells.Read(_staged, out string? flaw)
                ?? throw new SetupException(
                    SetupError.NotVerified,
                    $"the new registry hive {_shown} reads back damaged: {flaw}",
                    "Check the disk; the old hive is unchanged.");
            if (!cells.Header.IsClean || cells.Header.FirstSequence <= _header.FirstSequence)
            {
                cells.Header.Renumber(_staged, unchecked(_header.FirstSequence + 1));
            }

            _volume.CopyAccess(_path, NewPath, _shown);
            _volume.FlushFile(_staged, _shown);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DropStage();
            throw ImageFailure.Of($"write {_shown}", e);
        }
        catch
        {
            DropStage();
            throw;
        }
    }

    /// <summary>Puts the staged file in the place of the old one.</summary>
    public void Adopt()
    {
        if (_staged is null)
        {
            return;
        }

        HiveHeader header = HiveHeader.Read(_staged)!;
        if (!_volume.RenamesOpenFiles)
        {
            _staged.Dispose();
            _staged = null;
            _lock?.Dispose();
            _lock = null;
        }

        _volume.Rename(NewPath, _path, _shown);
        _lock?.Dispose();
        _lock = _staged ?? OpenLocked(_path);
        _staged = null;
        _header = header;
        IsChanged = false;
        _volume.FlushDirectory(Path.GetDirectoryName(_path)!, _shown);
    }

    /// <summary>Takes a staged file back.</summary>
    public void DropStage()
    {
        _staged?.Dispose();
        _staged = null;
        try
        {
            File.Delete(_volume.Openable(NewPath));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is told; the next stage replaces what is left.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_staged is not null)
        {
            DropStage();
        }

        Content.Dispose();
        _lock?.Dispose();
    }

    private FileStream OpenLocked(string path)
    {
        try
        {
            return new FileStream(_volume.Openable(path), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageFailure.Of($"open for changes {_shown}", e);
        }
    }
}
