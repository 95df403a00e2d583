namespace PedOS.Protocols;

/// <summary>What an attempt to read one frame from a buffer found.</summary>
public enum ReadStatus
{
    /// <summary>The buffer ends before the frame does; nothing was consumed.</summary>
    NeedMore,

    /// <summary>A whole frame was read.</summary>
    Done,
}
