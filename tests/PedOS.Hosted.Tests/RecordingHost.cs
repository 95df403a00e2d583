using System.Globalization;
using System.Management.Automation.Host;

namespace PedOS.Hosted.Tests;

/// <summary>A host without a screen: it writes down what is said, and says no to every question.</summary>
internal sealed class RecordingHost : PSHost
{
    private readonly RecordingInterface _interface = new();

    /// <summary>Lines that were written to the screen.</summary>
    public IReadOnlyCollection<string> Lines => _interface.Lines;

    /// <summary>Questions that were asked.</summary>
    public IReadOnlyCollection<string> Questions => _interface.Questions;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.GetCultureInfo("en-US");

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "PedOS tests";

    public override PSHostUserInterface UI => _interface;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
        // There is no screen that a program could take.
    }

    public override void NotifyEndApplication()
    {
        // As above.
    }

    public override void SetShouldExit(int exitCode) => throw new NotSupportedException();
}
