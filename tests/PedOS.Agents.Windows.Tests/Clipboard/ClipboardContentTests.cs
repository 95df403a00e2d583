using PedOS.Agents.Windows.Clipboard;
using PedOS.Agents.Windows.Interop;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Clipboard;

public sealed class ClipboardContentTests
{
    [Fact]
    public void Dispose_FreesWhatWindowsDidNotTake()
    {
        ClipboardContent content = new();
        content.Add("CanIncludeInClipboardHistory", "\0\0");
        content.Add(User32.CF_UNICODETEXT, "Grüße\0");
        nint[] memory = [.. content.Untaken];
        Assert.Equal(2, memory.Length);
        Assert.All(memory, static m => Assert.NotEqual(0u, Kernel32.GlobalSize(m)));

        // This thread has not opened it.
        _ = Assert.Throws<IOException>(content.Put);
        Assert.Equal(memory, content.Untaken);
        Assert.All(memory, static m => Assert.NotEqual(0u, Kernel32.GlobalSize(m)));
        content.Dispose();
        Assert.All(memory, static m => Assert.Equal(0u, Kernel32.GlobalSize(m)));
    }

    [Fact]
    public void Put_LeavesToWindowsWhatItTook()
    {
        nint[] memory = [];
        using (NativeClipboard open = new(() =>
        {
            Assert.True(User32.EmptyClipboard());
            using ClipboardContent content = new();
            content.Add("CanIncludeInClipboardHistory", "\0\0");
            content.Add(User32.CF_UNICODETEXT, "aus İstanbul\0");
            content.Put();
            memory = [.. content.Untaken];
        }))
        {
            Assert.Empty(memory);
        }

        Assert.Equal("aus İstanbul", NativeClipboard.Text());
        Assert.True(NativeClipboard.Has("CanIncludeInClipboardHistory"));
    }
}
