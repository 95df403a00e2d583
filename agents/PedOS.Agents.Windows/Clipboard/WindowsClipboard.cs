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
public sealed class WindowsClipboard : IClipboard
{
    private const int AskAgain = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // The program that copied may have promised a text and hang. dom0 lets nobody copy or paste while it waits for us.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] Private =
        ["ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"];

    private readonly TimeProvider _time;
    private readonly IReadOnlyList<string> _marks;

    /// <summary>The clipboard of the session that this process is in.</summary>
    /// <param name="time">Clock.</param>
    public WindowsClipboard(TimeProvider time)
        : this(time, Private)
    {
    }

    /// <summary>The same, with other marks.</summary>
    /// <param name="time">Clock.</param>
    /// <param name="marks">Formats that are put beside a text and say what nobody may do with it.</param>
    internal WindowsClipboard(TimeProvider time, IReadOnlyList<string> marks) => (_time, _marks) = (time, marks);

    /// <inheritdoc/>
    public async Task<string?> ReadTextAsync(int limit, CancellationToken cancellationToken)
    {
        string? text = null;
        await WhenOpenAsync(() => text = Read(limit), cancellationToken);
        return text;
    }

    /// <inheritdoc/>
    public Task SetTextAsync(string text, CancellationToken cancellationToken) =>
        WhenOpenAsync(() => Replace(text), cancellationToken);

    private async Task WhenOpenAsync(Action work, CancellationToken cancellationToken)
    {
        for (int left = AskAgain; !await TryAsync(work, cancellationToken); left--)
        {
            if (left == 0)
            {
                throw new IOException("another program holds the clipboard; try again");
            }

            await Task.Delay(Pause, _time, cancellationToken);
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
            return await end.Task.WaitAsync(Patience, _time, cancellationToken);
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

    private void Replace(string text)
    {
        // Everything that can fail before what is on the clipboard is gone, but for the last step itself. The marks
        // before the text: whoever is told of it has to find them.
        using ClipboardContent content = new();
        foreach (string name in _marks)
        {
            content.Add(name, "\0\0");
        }

        content.Add(User32.CF_UNICODETEXT, text + "\0");
        if (!User32.EmptyClipboard())
        {
            throw Win32Error.Last("the clipboard cannot be emptied");
        }

        content.Put();
    }
}
