using System.Runtime.InteropServices;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Sessions;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Sessions;

public sealed partial class SessionNotificationWindowTests
{
    private const int Timeout = 30_000;

    [PatientFact(Timeout = Timeout)]
    public async Task NextChange_CompletesOnceRegistered_SoThatNothingIsMissed()
    {
        using SessionNotificationWindow window = new();
        await window.NextChange;
    }

    [PatientFact(Timeout = Timeout)]
    public async Task NextChange_Completes_WhenTheSystemReportsAChange()
    {
        using SessionNotificationWindow window = new();
        await window.NextChange;
        Task change = window.NextChange;
        await Task.Delay(100);
        Assert.False(change.IsCompleted);
        nint handle = FindWindowEx(User32.HWND_MESSAGE, 0, "PedOSSessionNotificationWindow", null);
        Assert.NotEqual(0, handle);
        const nint Logon = 5;
        Assert.True(PostMessage(handle, User32.WM_WTSSESSION_CHANGE, Logon, 1));
        await change;
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Dispose_EndsTheThread()
    {
        SessionNotificationWindow window = new();
        await window.NextChange;
        window.Dispose();
        window.Dispose();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => window.NextChange);
        Assert.Equal(0, FindWindowEx(User32.HWND_MESSAGE, 0, "PedOSSessionNotificationWindow", null));
        new SessionNotificationWindow().Dispose();
    }

    [LibraryImport("user32.dll", EntryPoint = "FindWindowExW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint FindWindowEx(nint parent, nint after, string windowClass, string? title);

    [LibraryImport("user32.dll", EntryPoint = "PostMessageW")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool PostMessage(nint window, uint message, nint wParam, nint lParam);
}
