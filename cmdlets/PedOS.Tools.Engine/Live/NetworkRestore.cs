using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Live;

/// <summary>Lets the program that set the network put it back.</summary>
internal sealed class NetworkRestore : INetworkRestore
{
    /// <inheritdoc/>
    public void Restore(string program, CancellationToken cancellationToken)
    {
        if (SystemProgram.Run(program, "--restore", cancellationToken, out string output) != 0)
        {
            throw new SetupException(
                SetupError.NetworkNotRestored,
                $"the network cannot be put back to what it was: {output}",
                $"Set it by hand, delete {NetworkStateNames.Folder}\\{NetworkStateNames.Before} beside {program}, "
                + "and try again.");
        }
    }
}
