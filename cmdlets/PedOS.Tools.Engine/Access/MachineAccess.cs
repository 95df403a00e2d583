using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Live;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Access;

/// <summary>Opens the machine that a person means.</summary>
public static class MachineAccess
{
    /// <summary>Opens an image, or the running Windows.</summary>
    /// <param name="image">Folder that holds a Windows volume; null for the Windows this runs in.</param>
    /// <param name="isChanged">Whether it will be changed.</param>
    /// <exception cref="SetupException">There is no such machine, or it cannot be opened for this.</exception>
    public static IMachine Open(string? image, bool isChanged) =>
        image is null ? LiveMachine.Open() : ImageMachine.Open(image, isChanged ? ImageUse.Change : ImageUse.Read);
}
