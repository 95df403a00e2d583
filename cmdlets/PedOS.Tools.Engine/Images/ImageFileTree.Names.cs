using PedOS.Tools.Contracts.Files;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Images;

/// <content>Names: moving, linking, deleting, and folders.</content>
public sealed partial class ImageFileTree
{
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
                Calling($"delete the directory {path}", () => HeldFile.Retry(
                    () => Directory.Delete(_volume.Openable(name.HostPath)),
                    time => HeldFile.Wait(time, Cancellation)));
                Removed(name);
            }
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

    private void Removed(ImageName name)
    {
        _volume.NameRemoved(name.HostDirectory, name.Entry!.Name);
        _ = _written.Remove(name.HostPath);
        _isChanged = true;
    }
}
