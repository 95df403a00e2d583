using System.Runtime.InteropServices;
using PedOS.Agents.Windows.Interop;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Clipboard;

/// <summary>Another program at the clipboard: a thread that has opened it and lets go when this is disposed.</summary>
internal sealed class NativeClipboard : IDisposable
{
    private readonly ManualResetEventSlim _opened = new();
    private readonly ManualResetEventSlim _closing = new();
    private readonly Thread _thread;

    /// <summary>Opens it and does something.</summary>
    public NativeClipboard(Action work, bool closeAtOnce = false)
    {
        Exception? failure = null;
        _thread = new Thread(() =>
        {
            nint window = MakeWindow();
            try
            {
                Assert.True(User32.OpenClipboard(window));
                work();
                _ = closeAtOnce && User32.CloseClipboard();
                _opened.Set();
                _closing.Wait();
                _ = !closeAtOnce && User32.CloseClipboard();
            }
            catch (Xunit.Sdk.XunitException e)
            {
                failure = e;
                _opened.Set();
            }
            finally
            {
                _ = User32.DestroyWindow(window);
            }
        });
        _thread.Start();
        _opened.Wait();
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>The text on it, read without any of the product.</summary>
    public static string? Text()
    {
        string? text = null;
        using NativeClipboard reading = new(() => text = Marshal.PtrToStringUni(User32.GetClipboardData(13)));
        return text;
    }

    /// <summary>Whether it has a format.</summary>
    public static bool Has(string format) =>
        User32.IsClipboardFormatAvailable(User32.RegisterClipboardFormat(format));

    /// <summary>Puts bytes on it.</summary>
    public static void Set(uint format, byte[] bytes)
    {
        using NativeClipboard writing = new(() =>
        {
            Assert.True(User32.EmptyClipboard());
            nint memory = Marshal.AllocHGlobal(bytes.Length);
            Marshal.Copy(bytes, 0, memory, bytes.Length);
            Assert.NotEqual(0, User32.SetClipboardData(format, memory));
        });
    }

    /// <summary>Takes everything off it.</summary>
    public static void Clear()
    {
        using NativeClipboard clearing = new(() => Assert.True(User32.EmptyClipboard()));
    }

    public void Dispose()
    {
        _closing.Set();
        _thread.Join();
        _opened.Dispose();
        _closing.Dispose();
    }

    private static unsafe nint MakeWindow()
    {
        fixed (char* name = "STATIC")
        {
            return User32.CreateWindowEx(0, (nint)name, 0, 0, 0, 0, 0, 0, User32.HWND_MESSAGE, 0, 0, 0);
        }
    }
}
