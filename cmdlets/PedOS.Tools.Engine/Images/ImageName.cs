using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Images;

/// <summary>A path of the image, found on this system.</summary>
/// <param name="HostDirectory">The directory it is in; "" when that does not exist.</param>
/// <param name="Name">Its last part as it was asked for.</param>
/// <param name="Entry">What has the name, spelled as on the disk; null when nothing has.</param>
internal sealed record ImageName(string HostDirectory, string Name, FileEntry? Entry)
{
    /// <summary>Path on this system.</summary>
    public string HostPath => Path.Combine(HostDirectory, Entry?.Name ?? Name);

    /// <summary>Whether the directory it is in exists.</summary>
    public bool HasDirectory => HostDirectory.Length > 0;
}
