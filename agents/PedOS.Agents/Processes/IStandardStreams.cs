namespace PedOS.Agents.Processes;

/// <summary>The standard streams of this process, whatever they are connected to.</summary>
public interface IStandardStreams
{
    /// <summary>Whether standard output is a terminal.</summary>
    bool IsOutputTerminal { get; }

    /// <summary>Whether standard error is a terminal.</summary>
    bool IsErrorTerminal { get; }

    /// <summary>Standard input; opened once, the caller's.</summary>
    IByteSource OpenInput();

    /// <summary>Standard output; opened once, the caller's.</summary>
    IByteSink OpenOutput();

    /// <summary>Standard error; opened once, the caller's.</summary>
    IByteSink OpenError();

    /// <summary>Standard input as a socket, for both directions.</summary>
    /// <returns>Null when it is not a stream socket, or the system has no such thing.</returns>
    SocketStream? TryOpenInputSocket();
}
