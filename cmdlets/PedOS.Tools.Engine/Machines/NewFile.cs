using PedOS.Tools.Contracts.Files;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Machines;

/// <summary>
/// A file of this computer that is written beside its place, and gets its name when it is complete. Until then, and
/// when it never is, whatever had the name before is as it was.
/// </summary>
public sealed class NewFile : IDisposable
{
    private readonly string _path;
    private readonly string _staged;
    private readonly bool _isReplacing;
    private readonly FileStream _content;
    private bool _isKept;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="isReplacing">Whether a file of the name is replaced.</param>
    /// <exception cref="SetupException">There is one already (ResourceExists), or it cannot be written.</exception>
    public NewFile(string path, bool isReplacing)
    {
        _path = path;
        _isReplacing = isReplacing;
        try
        {
            if (Directory.Exists(path))
            {
                throw new IOException("it is a folder");
            }

            CheckName();
            _staged = $"{path}.{Guid.NewGuid():N}.part";
            _content = new(_staged, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (HostFile.IsOfFiles(e))
        {
            throw HostFile.Unwritable(path, e);
        }
    }

    /// <summary>What is written into it.</summary>
    public Stream Content => _content;

    /// <summary>Writes bytes.</summary>
    /// <exception cref="SetupException">They cannot be written.</exception>
    public void Write(byte[] bytes)
    {
        try
        {
            _content.Write(bytes, 0, bytes.Length);
        }
        catch (IOException e)
        {
            throw HostFile.Unwritable(_path, e);
        }
    }

    /// <summary>The file is complete: it gets its name.</summary>
    /// <returns>Its length in bytes.</returns>
    /// <exception cref="SetupException">It cannot be written, or another one got the name meanwhile.</exception>
    public long Keep()
    {
        try
        {
            if (DiskFlush.Try(_content) is not 0 and int error)
            {
                throw new IOException($"the disk does not take it (error {error})");
            }

            long length = _content.Length;
            _content.Dispose();
            if (File.Exists(_path))
            {
                CheckName();
                HeldFile.Retry(() => File.Replace(_staged, _path, destinationBackupFileName: null));
            }
            else
            {
                HeldFile.Retry(() => File.Move(_staged, _path));
            }

            _isKept = true;
            return length;
        }
        catch (Exception e) when (HostFile.IsOfFiles(e))
        {
            throw HostFile.Unwritable(_path, e);
        }
    }

    /// <summary>Removes it again, unless it was kept.</summary>
    public void Dispose()
    {
        try
        {
            _content.Dispose();
        }
        catch (IOException)
        {
            // The rest of it cannot be written, and is not wanted.
        }

        if (!_isKept)
        {
            Remove();
        }
    }

    private void CheckName()
    {
        if (!_isReplacing && File.Exists(_path))
        {
            throw new SetupException(
                SetupError.ResourceExists,
                $"there is a file {_path} already",
                "Name another file, or say -Force when it is to be replaced.");
        }
    }

    private void Remove()
    {
        try
        {
            File.Delete(_staged);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, under a name that says what it is; what went wrong before is what the caller has to hear of.
        }
    }
}
