namespace PedOS.Agents.Processes;

/// <summary>
/// A running program of one call and the near ends of its streams. Disposing closes the streams, ends reads and writes
/// under way and leaves the program alone: <see cref="Exited"/> still completes.
/// </summary>
public interface ILaunchedProcess : IDisposable
{
    /// <summary>Process id.</summary>
    int Id { get; }

    /// <summary>Its standard input.</summary>
    IByteSink Input { get; }

    /// <summary>Its standard output.</summary>
    IByteSource Output { get; }

    /// <summary>Its standard error; null when that was not redirected.</summary>
    IByteSource? Error { get; }

    /// <summary>Completes with the exit code; 128 + N when signal N ended it.</summary>
    Task<int> Exited { get; }
}
