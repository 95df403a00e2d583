namespace PedOS.Tools.Engine.Health;

/// <summary>What people are told to do about a failed check: in PowerShell another thing than without it.</summary>
/// <param name="install">Installs the tools.</param>
/// <param name="repair">Makes what is installed whole again.</param>
/// <param name="configure">Puts settings right.</param>
/// <param name="settle">Finishes or undoes an operation, by its name.</param>
/// <param name="start">Starts a service and reads its log, by its name.</param>
/// <param name="adopt">Takes the drivers of others as they are now.</param>
public sealed class HealthAdvice(
    string install,
    string repair,
    string configure,
    Func<string, string> settle,
    Func<string, string> start,
    string adopt)
{
    /// <summary>For whoever has the cmdlets.</summary>
    public static HealthAdvice Cmdlets { get; } = new(
        "Install them with Install-PedOSTools.",
        "Run Repair-PedOSTools.",
        "Set it anew with Set-PedOSConfiguration, or run Reset-PedOSConfiguration.",
        static id => $"Run Resume-PedOSOperation {id}, or Undo-PedOSOperation {id}.",
        static name => $"Run Start-PedOSAgent {name}; when it stops again, see Get-PedOSLog {name}.",
        "When these are the drivers you want, run Install-PedOSTools -AdoptDriver.");

    /// <summary>For whoever has the setup program alone.</summary>
    public static HealthAdvice Program { get; } = new(
        "Install them with setup install.",
        "Run setup repair.",
        "Set it anew in the registry; setup log-level --reset removes log levels.",
        static id => $"Run setup resume {id}, or setup undo {id}.",
        static name => $"Run sc start {name}; when it stops again, read its log.",
        "When these are the drivers you want, run setup install --adopt-drivers.");

    /// <summary>Installs the tools.</summary>
    public string Install => install;

    /// <summary>Makes what is installed whole again.</summary>
    public string Repair => repair;

    /// <summary>Takes the drivers of others as they are now.</summary>
    public string Adopt => adopt;

    /// <summary>Puts settings right.</summary>
    public string Configure => configure;

    /// <summary>Finishes or undoes an operation.</summary>
    public string Settle(string operation) => settle(operation);

    /// <summary>Starts a service.</summary>
    public string Start(string service) => start(service);
}
