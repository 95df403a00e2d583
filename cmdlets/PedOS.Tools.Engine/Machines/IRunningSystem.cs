namespace PedOS.Tools.Engine.Machines;

/// <summary>What only a running Windows can do; for an image it waits for the first start.</summary>
/// <remarks>
/// Every member of its ports throws <see cref="SetupException"/> with what failed and what to do about it.
/// </remarks>
public interface IRunningSystem
{
    /// <summary>Its services, as they run.</summary>
    IServiceControl Services { get; }

    /// <summary>The driver packages it has taken.</summary>
    IDriverStore Drivers { get; }

    /// <summary>How it starts.</summary>
    IBootControl Boot { get; }

    /// <summary>What its security authority keeps.</summary>
    ISecretStore Secrets { get; }

    /// <summary>Its network.</summary>
    INetworkRestore Network { get; }
}
