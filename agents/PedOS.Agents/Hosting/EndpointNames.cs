namespace PedOS.Agents.Hosting;

/// <summary>Where the local endpoints of a system are unless a command line says otherwise.</summary>
/// <param name="Agent">Where programs ask the agent for services in other machines.</param>
/// <param name="Database">Where the configuration database is read and written.</param>
/// <param name="ReadOnlyDatabase">A second place where it is only read; empty where the system has none.</param>
public sealed record EndpointNames(string Agent, string Database, string ReadOnlyDatabase);
