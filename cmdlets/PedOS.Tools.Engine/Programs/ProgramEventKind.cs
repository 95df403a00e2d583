namespace PedOS.Tools.Engine.Programs;

/// <summary>What can come from a program that runs.</summary>
internal enum ProgramEventKind
{
    /// <summary>Bytes of standard output.</summary>
    Output,

    /// <summary>A line of standard error.</summary>
    Error,

    /// <summary>One of the two has ended.</summary>
    Ended,

    /// <summary>Input was taken, or never will be.</summary>
    Written,
}
