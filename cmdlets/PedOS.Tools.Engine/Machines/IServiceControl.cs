namespace PedOS.Tools.Engine.Machines;

/// <summary>Services that run; how they are configured is in <see cref="IServiceDatabase"/>.</summary>
/// <remarks>Every member throws <see cref="SetupException"/> with the service and what to do about it.</remarks>
public interface IServiceControl
{
    /// <summary>Whether a service runs, or is about to.</summary>
    bool IsRunning(string name);

    /// <summary>Starts a service and waits until it says that it runs; nothing happens when it does.</summary>
    void Start(string name, CancellationToken cancellationToken);

    /// <summary>Stops a service and those that depend on it and waits; nothing happens when it does not run.</summary>
    void Stop(string name, CancellationToken cancellationToken);
}
