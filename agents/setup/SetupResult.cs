using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>What came of a verb.</summary>
/// <param name="Code">See <see cref="ExitCode"/>.</param>
/// <param name="Text">For a person; lines.</param>
/// <param name="Members">For a program: members of the record.</param>
internal sealed record SetupResult(
    int Code, string Text, IReadOnlyList<(string Name, JsonValue Value)> Members);
