using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Images;

/// <summary>Gives the files of an image their security; used by one thread at a time.</summary>
/// <param name="volume">Calls to the system.</param>
internal sealed class ImageAccess(HostVolume volume)
{
    private readonly List<string> _notStored = [];

    // Many files are written into a few directories: what the last one hands down is remembered.
    private (string Directory, bool IsDirectory, byte[]? Descriptor) _inherited = (string.Empty, false, null);

    /// <summary>Paths whose access the volume did not take.</summary>
    public IReadOnlyList<string> NotStored => _notStored;

    /// <summary>Gives a file or directory its security.</summary>
    /// <param name="name">Which.</param>
    /// <param name="access">Who may do what; null for what its directory hands down.</param>
    /// <param name="isDirectory">Which of both it is.</param>
    /// <param name="path">Its path in the image.</param>
    public void Set(ImageName name, AccessRule? access, bool isDirectory, string path)
    {
        byte[]? descriptor = access is { } rule ? SecurityDescriptor.Of(rule, isDirectory)
            : volume.InheritsSecurity ? null
            : Inherited(name.HostDirectory, isDirectory);
        if (isDirectory)
        {
            _inherited = (string.Empty, false, null);
        }

        if (descriptor is not null && !volume.TrySetSecurity(name.HostPath, descriptor, path))
        {
            _notStored.Add(path);
        }
    }

    private byte[]? Inherited(string directory, bool isDirectory)
    {
        if (_inherited.Directory != directory || _inherited.IsDirectory != isDirectory)
        {
            byte[]? above = volume.FindSecurity(directory);
            _inherited = (directory, isDirectory, above is null ? null : InheritedAccess.Of(above, isDirectory));
        }

        return _inherited.Descriptor;
    }
}
