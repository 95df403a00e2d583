namespace PedOS.Tools.Engine.Machines;

/// <summary>The services of a machine as they are configured; whether they run is another question.</summary>
/// <remarks>Every member throws <see cref="SetupException"/> with the service and what to do about it.</remarks>
public interface IServiceDatabase
{
    /// <summary>How a service is configured; null when there is none of the name.</summary>
    ServiceConfiguration? Find(string name);

    /// <summary>Creates a service, or gives an existing one these settings.</summary>
    void Set(ServiceConfiguration settings);

    /// <summary>
    /// Deletes a service; nothing happens when there is none. One that runs is gone when it has stopped.
    /// </summary>
    void Delete(string name);
}
