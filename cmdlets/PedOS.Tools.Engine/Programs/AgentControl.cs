using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Programs;

/// <summary>Looks at the services of the product, and starts and stops them.</summary>
/// <param name="machine">The machine.</param>
public sealed class AgentControl(IMachine machine)
{
    private readonly ConfigurationStore _configuration = new(machine.Registry);

    private IRunningSystem Running => machine.Running ?? throw new SetupException(
        SetupError.NeedsRunningSystem,
        $"services of {machine.Facts.Location} cannot be started or stopped: it is an image",
        "Start the machine and do it there.");

    /// <summary>Every service of the product.</summary>
    public IReadOnlyList<AgentStatus> List() => [.. AgentPrograms.Services.Select(Get)];

    /// <summary>One service.</summary>
    /// <exception cref="SetupException">The product has none of the name.</exception>
    public AgentStatus Get(string name)
    {
        string service = AgentPrograms.SpellService(name);
        ServiceConfiguration? settings = machine.Services.Find(service);
        AgentState state = settings is null ? AgentState.NotInstalled
            : machine.Running is not { } running ? AgentState.Offline
            : running.Services.IsRunning(service) ? AgentState.Running
            : AgentState.Stopped;
        return new(
            service, settings?.DisplayName ?? "", state, settings?.Start, _configuration.GetLogLevel(service).Level);
    }

    /// <summary>Starts a service and waits until it runs.</summary>
    public void Start(string name, CancellationToken cancellation) =>
        Running.Services.Start(Installed(name), cancellation);

    /// <summary>Stops a service, and those that need it, and waits.</summary>
    public void Stop(string name, CancellationToken cancellation) =>
        Running.Services.Stop(Installed(name), cancellation);

    /// <summary>Stops a service, then starts it and those that were stopped with it.</summary>
    public void Restart(string name, CancellationToken cancellation)
    {
        IRunningSystem running = Running;
        string service = Installed(name);
        string[] others = [.. AgentPrograms.Services.Where(s => s != service && running.Services.IsRunning(s))];
        running.Services.Stop(service, cancellation);
        running.Services.Start(service, cancellation);
        foreach (string other in others.Where(o => !running.Services.IsRunning(o)))
        {
            running.Services.Start(other, cancellation);
        }
    }

    private string Installed(string name)
    {
        string service = AgentPrograms.SpellService(name);
        return machine.Services.Find(service) is null
            ? throw new SetupException(
                SetupError.NotFound,
                $"service {service} is not installed on {machine.Facts.Location}",
                "Install the component it belongs to.")
            : service;
    }
}
