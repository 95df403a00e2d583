namespace PedOS.Tools.Engine.Qrexec;

/// <summary>How a call of a service ended.</summary>
/// <param name="Target">The machine that was asked.</param>
/// <param name="Service">The service, with its argument.</param>
/// <param name="ExitCode">The service's exit code; 126 when it was refused, 125 when it could not be called.</param>
/// <param name="Output">Lines of text, or bytes; null when they went to a file.</param>
/// <param name="Error">Lines of its diagnostics.</param>
/// <param name="Duration">Time it took.</param>
public sealed record QrexecResult(
    string Target, string Service, int ExitCode, object? Output, IReadOnlyList<string> Error, TimeSpan Duration)
{
    /// <summary>The output as a terminal may show it.</summary>
    public object? ShownOutput => Output switch
    {
        string text => DisplayText.Lines(text),
        IEnumerable<string> lines => lines.Select(DisplayText.Line).ToArray(),
        _ => Output,
    };

    /// <summary>Whether it succeeded.</summary>
    public bool IsSuccess => ExitCode == 0;

    /// <summary>The failure that the exit code means; null for 0.</summary>
    public SetupException? Failure => ExitCode switch
    {
        0 => null,
        126 => new(
            SetupError.CallRefused,
            $"dom0 refused {Service} in {Target}",
            "Ask whoever keeps the policy in dom0 to allow it."),
        125 => new(
            SetupError.CallFailed,
            $"{Service} in {Target} could not be called: {Reason}",
            "See that the service qrexec-agent runs, and look into its log."),
        127 => new(
            SetupError.CallFailed, $"{Target} has no service {Service}", "Install the service there."),
        _ => new(
            SetupError.ServiceFailed,
            $"{Service} in {Target} ended with exit code {ExitCode}: {Reason}",
            "Look into the log of the other machine, or at what the service was given."),
    };

    private string Reason => Error.Count > 0 ? Error[Error.Count - 1] : "it gave no reason";
}
