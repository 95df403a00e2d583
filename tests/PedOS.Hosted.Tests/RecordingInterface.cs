using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PedOS.Hosted.Tests;

/// <summary>The screen of <see cref="RecordingHost"/>.</summary>
internal sealed class RecordingInterface : PSHostUserInterface
{
    private const string No = "No";

    public ConcurrentQueue<string> Lines { get; } = new();

    public ConcurrentQueue<string> Questions { get; } = new();

    public override PSHostRawUserInterface? RawUI => null;

    public override string ReadLine() => throw new NotSupportedException();

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

    public override void Write(string value) => Lines.Enqueue(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Lines.Enqueue(value);

    public override void WriteDebugLine(string message) => Lines.Enqueue(message);

    public override void WriteErrorLine(string value) => Lines.Enqueue(value);

    public override void WriteLine(string value) => Lines.Enqueue(value);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // The stream of the command has it too.
    }

    public override void WriteVerboseLine(string message) => Lines.Enqueue(message);

    public override void WriteWarningLine(string message) => Lines.Enqueue(message);

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) => throw new NotSupportedException();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw new NotSupportedException();

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Questions.Enqueue(message);
        return choices.ToList().FindIndex(
            static choice => choice.Label.Replace("&", "", StringComparison.Ordinal) == No);
    }
}
