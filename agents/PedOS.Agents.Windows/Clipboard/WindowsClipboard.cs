using PedOS.Agents.Clipboard;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Clipboard;

/// <summary>
/// The clipboard of Windows. One program at a time may have it open, and none is told when another closes it: whoever
/// finds it open asks again.
/// </summary>
/// <remarks>
/// A text that is put on it comes from another machine. It is kept out of the clipboard's history, of programs that
/// watch the clipboard, and of what Windows sends to other devices ("Cloud Clipboard and Clipboard History Formats" in
/// Microsoft's documentation of clipboard formats).
/// </remarks>
/// <param name="time">Clock.</param>
public sealed class WindowsClipboard(TimeProvider time) : IClipboard
{
    private const int AskAgain = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // The program that copied may have promised a text and hang. dom0 lets nobody copy or paste while it waits for us.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] Private =
        ["ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"];

    /// <inheritdoc/>
    public async Task<string?> ReadTextAsync(int limit, CancellationToken cancellationToken)
    {
        string? text = null;
        await WhenOpenAsync(() => text = Read(limit), cancellationToken).ConfigureAwait(false);
        return text;
    }

    /// <inheritdoc/>
    public Task SetTextAsync(string text, CancellationToken cancellationToken) =>
        WhenOpenAsync(() => Replace(text), cancellationToken);

    private async Task WhenOpenAsync(Action work, CancellationToken cancellationToken)
    {
        for (int left = AskAgain; !await TryAsync(work, cancellationToken).ConfigureAwait(false); left--)
        {
            if (left == 0)
            {
                throw new IOException("another program holds the clipboard; try again");
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // From opening to closing on one thread, which Windows keeps as the one that has the clipboard; and one that may
    // hang for as long as the program that owns it does.
    private async Task<bool> TryAsync(Action work, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() => Try(work, end)) { IsBackground = true, Name = "clipboard" };
        thread.Start();
        try
        {
            return await end.Task.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new IOException("the program that owns the clipboard does not answer");
        }
    }

    private static void Try(Action work, TaskCompletionSource<bool> end)
    {
        try
        {
            end.SetResult(TryWork(work));
        }
        catch (IOException e)
        {
            end.SetException(e);
        }
    }

    private static bool TryWork(Action work)
    {
        nint owner = MakeOwner();
        try
        {
            if (!User32.OpenClipboard(owner))
            {
                return false;
            }

            try
            {
                work();
                return true;
            }
            finally
            {
                _ = User32.CloseClipboard();
            }
        }
        finally
        {
            _ = User32.DestroyWindow(owner);
        }
    }

    // Nothing can be put on a clipboard that was opened without a window. A class that Windows has registered itself.
    private static unsafe nint MakeOwner()
    {
        fixed (char* name = "STATIC")
        {
            nint window = User32.CreateWindowEx(0, (nint)name, 0, 0, 0, 0, 0, 0, User32.HWND_MESSAGE, 0, 0, 0);
            return window != 0 ? window : throw Win32Error.Last("the window for the clipboard cannot be made");
        }
    }

    private static unsafe string? Read(int limit)
    {
        if (!User32.IsClipboardFormatAvailable(User32.CF_UNICODETEXT))
        {
            return null;
        }

        nint memory = User32.GetClipboardData(User32.CF_UNICODETEXT);
        if (memory == 0)
        {
            throw Win32Error.Last("the program that owns the clipboard does not hand over its text");
        }

        char* characters = (char*)Kernel32.GlobalLock(memory);
        if (characters is null)
        {
            throw Win32Error.Last("the text on the clipboard cannot be read");
        }

        try
        {
            // Whoever made it may have forgotten the NUL at its end.
            int length = (int)Math.Min(Kernel32.GlobalSize(memory) / sizeof(char), (nuint)limit + 1);
            ReadOnlySpan<char> all = new(characters, length);
            int end = all.IndexOf('\0');
            return (end < 0 ? all : all[..end]).ToString();
        }
        finally
        {
            _ = Kernel32.GlobalUnlock(memory);
        }
    }

    private static void Replace(string text)
    {
        // Everything that can fail before what is on the clipboard is gone.
        nint memory = Allocate(text + "\0");
        if (!User32.EmptyClipboard())
        {
            IOException failure = Win32Error.Last("the clipboard cannot be emptied");
            _ = Kernel32.GlobalFree(memory);
            throw failure;
        }

        // Before the text: whoever is told of it has to find them.
        foreach (string name in Private)
        {
            Put(User32.RegisterClipboardFormat(name), Allocate("\0\0"));
        }

        Put(User32.CF_UNICODETEXT, memory);
    }

    private static void Put(uint format, nint memory)
    {
        if (User32.SetClipboardData(format, memory) == 0)
        {
            IOException failure = Win32Error.Last("the clipboard does not take the text");
            _ = Kernel32.GlobalFree(memory);
            throw failure;
        }
    }

    private static unsafe nint Allocate(string characters)
    {
        nint memory = Kernel32.GlobalAlloc(Kernel32.GMEM_MOVEABLE, (nuint)characters.Length * sizeof(char));
        void* place = memory == 0 ? null : Kernel32.GlobalLock(memory);
        if (place is null)
        {
            IOException failure = Win32Error.Last("there is no memory for the clipboard");
            _ = Kernel32.GlobalFree(memory);
            throw failure;
        }

        characters.CopyTo(new Span<char>(place, characters.Length));
        _ = Kernel32.GlobalUnlock(memory);
        return memory;
    }
}
