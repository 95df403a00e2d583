using System.Runtime.InteropServices;
using PedOS.Agents.Sessions;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Sessions;

/// <summary>
/// Session changes for a process that is not a service itself: a message-only window that Remote Desktop Services
/// notifies about all sessions. Its thread starts when somebody waits for the first time.
/// </summary>
public sealed class SessionNotificationWindow : ISessionEvents, IDisposable
{
    // Set by Remote Desktop Services when it can register windows (documentation of WTSRegisterSessionNotification).
    private const string ReadyEventName = @"Global\TermSrvReadyEvent";

    // Arbitrary: a machine that is still starting services after this long has another problem.
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(5);

    // A window procedure runs on the thread that made the window.
    [ThreadStatic]
    private static SessionNotificationWindow? _ofThisThread;

    private readonly SessionEvents _events = new();
    private readonly ManualResetEvent _stopping = new(false);
    private readonly TaskCompletionSource _loopReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Thread? _thread;
    private uint _threadId;
    private bool _disposed;

    /// <inheritdoc/>
    public Task NextChange
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);

                // Taken before the thread can report: the first change is that changes can be seen.
                Task next = _events.NextChange;
                if (_thread is null)
                {
                    _thread = new Thread(Run) { IsBackground = true, Name = "session changes" };
                    _thread.Start();
                }

                return next;
            }
        }
    }

    /// <summary>Ends the thread and waits for it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _ = _stopping.Set();
        if (_thread is not null)
        {
            // Before the thread has a message queue there is nothing to post to.
            _loopReady.Task.Wait();
            _ = User32.PostThreadMessage(_threadId, User32.WM_QUIT, 0, 0);
            _thread.Join();
        }

        _stopping.Dispose();
    }

    [UnmanagedCallersOnly]
    private static nint OnMessage(nint window, uint message, nint wParam, nint lParam)
    {
        if (message == User32.WM_WTSSESSION_CHANGE)
        {
            _ofThisThread?._events.ReportChange();
        }

        return User32.DefWindowProc(window, message, wParam, lParam);
    }

    private static unsafe nint CreateWindow()
    {
        fixed (char* name = "PedOSSessionNotificationWindow")
        {
            User32.WindowClass windowClass = new()
            {
                Size = (uint)sizeof(User32.WindowClass),
                Procedure = &OnMessage,
                ClassName = name,
            };

            // Fails when an earlier window of this process registered it, which is fine.
            _ = User32.RegisterClassEx(&windowClass);
            nint window = User32.CreateWindowEx(0, (nint)name, 0, 0, 0, 0, 0, 0, User32.HWND_MESSAGE, 0, 0, 0);
            return window != 0 ? window : throw Win32Error.Last("the window for session changes cannot be made");
        }
    }

    private unsafe void Run()
    {
        _ofThisThread = this;
        _threadId = Kernel32.GetCurrentThreadId();
        User32.Message message;
        _ = User32.PeekMessage(&message, 0, 0, 0, User32.PM_NOREMOVE);
        _loopReady.SetResult();
        nint window = 0;
        try
        {
            window = CreateWindow();
            Register(window);

            // Whoever waited so far looked before changes could be seen and has to look again.
            _events.ReportChange();

            // What was posted while the window was made may have been taken by whatever made it.
            while (!_stopping.WaitOne(0) && User32.GetMessage(&message, 0, 0, 0) > 0)
            {
                _ = User32.DispatchMessage(&message);
            }
        }
        catch (IOException failure)
        {
            // Whoever waits looks without being told, see SessionLook.
            _events.ReportFailure(failure);
        }
        finally
        {
            if (window != 0)
            {
                _ = Wtsapi32.WTSUnRegisterSessionNotification(window);
                _ = User32.DestroyWindow(window);
            }
        }
    }

    private void Register(nint window)
    {
        if (Wtsapi32.WTSRegisterSessionNotification(window, Wtsapi32.NOTIFY_FOR_ALL_SESSIONS))
        {
            return;
        }

        IOException refused = Win32Error.Last("session changes cannot be registered for");
        using SystemEvent ready = SystemEvent.TryOpen(ReadyEventName) ?? throw refused;
        const int IsReady = 0;
        int end = WaitHandle.WaitAny([ready, _stopping], ReadyTimeout);
        if (end == WaitHandle.WaitTimeout)
        {
            throw refused;
        }

        if (end == IsReady && !Wtsapi32.WTSRegisterSessionNotification(window, Wtsapi32.NOTIFY_FOR_ALL_SESSIONS))
        {
            throw Win32Error.Last("session changes cannot be registered for");
        }
    }
}
