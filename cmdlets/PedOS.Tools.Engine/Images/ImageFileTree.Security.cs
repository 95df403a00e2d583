using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Images;

/// <content>Who may do what with files and folders.</content>
public sealed partial class ImageFileTree
{
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
}
