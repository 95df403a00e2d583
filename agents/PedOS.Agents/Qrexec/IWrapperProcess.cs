using PedOS.Agents.Processes;

namespace PedOS.Agents.Qrexec;

/// <summary>A running wrapper and the link to it. The end of <see cref="FromWrapper"/> means that it is gone.</summary>
/// <remarks>Disposing ends the link; the wrapper then finishes its calls and exits by itself.</remarks>
public interface IWrapperProcess : IDisposable
{
    /// <summary>Messages from the wrapper.</summary>
    IByteSource FromWrapper { get; }

    /// <summary>Messages to the wrapper.</summary>
    IByteSink ToWrapper { get; }
}
