using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Pipes;

/// <summary>
/// One direction of a pipe: overlapped operations one after the other, without an allocation for each.
/// </summary>
/// <remarks>
/// An operation that is done at once ends at once. Every other one that started ends with exactly one completion from
/// the thread pool's port, also when it was cancelled; only then are its memory and its NativeOverlapped given back.
/// </remarks>
internal sealed unsafe class PipeOperation : IValueTaskSource<PipeResult>, IDisposable
{
    private readonly SafePipeHandle _pipe;
    private readonly ThreadPoolBoundHandle _port;
    private readonly PreAllocatedOverlapped _reusable;
    private readonly bool _endsAtOnce;

    // Guards _pending and _closed: what is cancelled must not have been freed, and nothing may start unseen by Dispose.
    private readonly Lock _gate = new();
    private NativeOverlapped* _pending;
    private bool _closed;
    private MemoryHandle _pinned;
    private ManualResetValueTaskSourceCore<PipeResult> _source;

    /// <summary>Prepares a direction.</summary>
    /// <param name="pipe">The pipe; stays the caller's.</param>
    /// <param name="port">Where its completions arrive; likewise.</param>
    /// <param name="endsAtOnce">What is done at once sends no completion to the port.</param>
    public PipeOperation(SafePipeHandle pipe, ThreadPoolBoundHandle port, bool endsAtOnce)
    {
        _pipe = pipe;
        _port = port;
        _endsAtOnce = endsAtOnce;
        _reusable = PreAllocatedOverlapped.UnsafeCreate(OnCompleted, this, null);
    }

    /// <summary>Waits for a client.</summary>
    public ValueTask<PipeResult> ConnectAsync()
    {
        NativeOverlapped* overlapped = Begin(default);
        return Started(Kernel32.ConnectNamedPipe(_pipe, overlapped), overlapped);
    }

    /// <summary>Reads what is there; an empty buffer waits for data and takes none.</summary>
    public ValueTask<PipeResult> ReadAsync(Memory<byte> buffer)
    {
        NativeOverlapped* overlapped = Begin(buffer);
        return Started(Kernel32.ReadFile(_pipe, (byte*)_pinned.Pointer, buffer.Length, 0, overlapped), overlapped);
    }

    /// <summary>Writes everything.</summary>
    public ValueTask<PipeResult> WriteAsync(ReadOnlyMemory<byte> buffer)
    {
        NativeOverlapped* overlapped = Begin(buffer);
        return Started(Kernel32.WriteFile(_pipe, (byte*)_pinned.Pointer, buffer.Length, 0, overlapped), overlapped);
    }

    /// <summary>
    /// Makes the operation under way end with ERROR_OPERATION_ABORTED, if there is one and it has not ended yet.
    /// </summary>
    public void Cancel()
    {
        lock (_gate)
        {
            if (_pending != null)
            {
                // The operation holds the handle open. Fails when it has just ended, which is as good.
                _ = Kernel32.CancelIoEx(_pipe.DangerousGetHandle(), _pending);
            }
        }
    }

    /// <summary>Refuses new operations and ends the one under way, which then frees what it uses.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
        }

        Cancel();
        _reusable.Dispose();
    }

    PipeResult IValueTaskSource<PipeResult>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<PipeResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<PipeResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private static void OnCompleted(uint error, uint bytes, NativeOverlapped* overlapped)
    {
        PipeOperation operation = (PipeOperation)ThreadPoolBoundHandle.GetNativeOverlappedState(overlapped)!;
        operation.End(overlapped);
        operation._source.SetResult(new PipeResult((int)error, (int)bytes));
    }

    private NativeOverlapped* Begin(ReadOnlyMemory<byte> buffer)
    {
        bool held = false;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _pipe.DangerousAddRef(ref held);
            _pending = _port.AllocateNativeOverlapped(_reusable);
            _source.Reset();
            _pinned = buffer.Pin();
            return _pending;
        }
    }

    private ValueTask<PipeResult> Started(bool done, NativeOverlapped* overlapped)
    {
        int error = done ? Win32Error.ERROR_SUCCESS : Marshal.GetLastPInvokeError();
        if (done ? _endsAtOnce : error != Win32Error.ERROR_IO_PENDING)
        {
            // It is over, or did not even start: no completion will come.
            PipeResult result = new(error, done ? (int)overlapped->InternalHigh : 0);
            End(overlapped);
            return new ValueTask<PipeResult>(result);
        }

        if (Volatile.Read(ref _closed))
        {
            // Dispose came between the beginning and the call and found nothing to cancel.
            Cancel();
        }

        return new ValueTask<PipeResult>(this, _source.Version);
    }

    private void End(NativeOverlapped* overlapped)
    {
        lock (_gate)
        {
            _pending = null;
        }

        _pinned.Dispose();
        _port.FreeNativeOverlapped(overlapped);
        _pipe.DangerousRelease();
    }
}
