using PedOS.Agents.Processes;

namespace PedOS.TestKit.Processes;

/// <summary>A program that a test plays: what it reads, writes and exits with is the test's.</summary>
/// <param name="hasError">Whether its standard error is redirected.</param>
/// <param name="pipeSize">Bytes that each of its pipes holds.</param>
public sealed class FakeProcess(bool hasError = true, int pipeSize = 65536) : ILaunchedProcess
{
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public int Id => 4711;

    /// <summary>What the program is told; the test reads it.</summary>
    public MemoryPipe Stdin { get; } = new(pipeSize);

    /// <summary>What the program says; the test writes it.</summary>
    public MemoryPipe Stdout { get; } = new(pipeSize);

    /// <summary>What the program complains of; the test writes it.</summary>
    public MemoryPipe Stderr { get; } = new(pipeSize);

    /// <inheritdoc/>
    public IByteSink Input => Stdin;

    /// <inheritdoc/>
    public IByteSource Output => Stdout;

    /// <inheritdoc/>
    public IByteSource? Error => hasError ? Stderr : null;

    /// <inheritdoc/>
    public Task<int> Exited => _exited.Task;

    /// <summary>Completes when its streams were closed by whoever started it.</summary>
    public Task Disposed => _disposed.Task;

    /// <summary>The program ends; its outputs stay open, as with a grandchild that has them.</summary>
    public void Exit(int exitCode) => _exited.TrySetResult(exitCode);

    /// <summary>The program ends, and its outputs with it.</summary>
    public void ExitAndClose(int exitCode)
    {
        Exit(exitCode);
        Stdout.Complete();
        Stderr.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The near ends: what is in the pipe to the program can still be read there.
        Stdin.Complete();
        Stdout.CloseReader();
        Stderr.CloseReader();
        _ = _disposed.TrySetResult();
    }
}
