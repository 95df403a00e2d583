using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Books;

/// <summary>One record of the journal.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Body">Its details.</param>
public sealed record JournalRecord(JournalRecordKind Kind, JsonValue Body);
