namespace PedOS.Tools.Engine.Books;

/// <summary>What a record of the journal says; the numbers are in the file.</summary>
public enum JournalRecordKind
{
    /// <summary>The first one: the plan, and what was installed before.</summary>
    Begun = 1,

    /// <summary>Steps will be changed now; their states before.</summary>
    Intent = 2,

    /// <summary>Steps of the last intent are done.</summary>
    Done = 3,

    /// <summary>Everything is done that can be before a restart of Windows.</summary>
    AwaitsRestart = 4,

    /// <summary>All was read back and is as planned; what is kept for undoing may go.</summary>
    Verified = 5,

    /// <summary>From here on the operation is undone, not continued.</summary>
    Undoing = 6,

    /// <summary>The last one: finished, or undone.</summary>
    Ended = 7,
}
