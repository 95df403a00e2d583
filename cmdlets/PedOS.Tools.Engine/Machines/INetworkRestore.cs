namespace PedOS.Tools.Engine.Machines;

/// <summary>The network of a running Windows, as it was before the product set it.</summary>
public interface INetworkRestore
{
    /// <summary>Puts the network back.</summary>
    /// <param name="program">The program that set it and remembers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SetupException">It could not (<see cref="SetupError.NetworkNotRestored"/>).</exception>
    void Restore(string program, CancellationToken cancellationToken);
}
