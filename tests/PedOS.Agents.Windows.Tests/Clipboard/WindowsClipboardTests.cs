using System.Text;
using PedOS.Agents.Windows.Clipboard;
using PedOS.Agents.Windows.Interop;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Clipboard;

public sealed class WindowsClipboardTests
{
    private const int Timeout = 30_000;
    private const int Limit = 512_000;

    // A picture (winuser.h).
    private const uint CF_DIB = 8;

    private readonly WindowsClipboard _clipboard = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientTheory(Timeout = Timeout)]
    [InlineData("Grüße\r\naus İstanbul\r\n")]
    [InlineData("田中さん 😀")]
    [InlineData("مرحبا")]
    public async Task SetText_IsWhatOtherProgramsRead(string text)
    {
        await _clipboard.SetTextAsync(text, Token);
        Assert.Equal(text, NativeClipboard.Text());
        Assert.Equal(text, await _clipboard.ReadTextAsync(Limit, Token));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task SetText_StaysOutOfHistoryAndCloud_AndReplacesWhatWasThere()
    {
        NativeClipboard.Set(CF_DIB, new byte[100]);
        await _clipboard.SetTextAsync("Geheimnis", Token);
        Assert.False(User32.IsClipboardFormatAvailable(CF_DIB));
        Assert.True(NativeClipboard.Has("ExcludeClipboardContentFromMonitorProcessing"));
        Assert.True(NativeClipboard.Has("CanIncludeInClipboardHistory"));
        Assert.True(NativeClipboard.Has("CanUploadToCloudClipboard"));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task SetText_ChangesNothing_WhenAMarkCannotBeMade()
    {
        // No name of a format is as long.
        WindowsClipboard failing = new(TimeProvider.System, ["CanUploadToCloudClipboard", new string('x', 300)]);
        await _clipboard.SetTextAsync("mine", Token);
        IOException failure = await Assert.ThrowsAsync<IOException>(() => failing.SetTextAsync("other", Token));
        Assert.Contains("the clipboard has no format xxx", failure.Message, StringComparison.Ordinal);
        Assert.Equal("mine", NativeClipboard.Text());
    }

    [PatientFact(Timeout = Timeout)]
    public async Task SetText_TakesTheLongest()
    {
        string longest = new('\n', Limit);
        await _clipboard.SetTextAsync(longest, Token);
        Assert.Equal(longest, await _clipboard.ReadTextAsync(Limit, Token));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task ReadText_SaysWhenThereIsNone()
    {
        NativeClipboard.Clear();
        Assert.Null(await _clipboard.ReadTextAsync(Limit, Token));
        NativeClipboard.Set(CF_DIB, new byte[100]);
        Assert.Null(await _clipboard.ReadTextAsync(Limit, Token));
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData("no end", "no en")]
    [InlineData("an end\0and more", "an end")]
    [InlineData("\0", "")]
    public async Task ReadText_StaysInsideTheMemory(string content, string expected)
    {
        NativeClipboard.Set(User32.CF_UNICODETEXT, Encoding.Unicode.GetBytes(content));
        string text = await _clipboard.ReadTextAsync(Limit, Token) ?? "none";

        // the memory may be larger than was asked for, and its last character be taken for the end
        Assert.StartsWith(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', text);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task ReadText_IsBounded()
    {
        NativeClipboard.Set(User32.CF_UNICODETEXT, Encoding.Unicode.GetBytes(new string('x', 100) + "\0"));
        Assert.Equal(new string('x', 11), await _clipboard.ReadTextAsync(10, Token));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task BothWaitForTheOneWhoHasIt()
    {
        NativeClipboard other = new(static () => { });
        Task<string?> read = _clipboard.ReadTextAsync(Limit, Token);
        await Task.Delay(200, Token);
        Assert.False(read.IsCompleted);
        other.Dispose();
        _ = await read;

        other = new NativeClipboard(static () => { });
        Task write = _clipboard.SetTextAsync("spät", Token);
        await Task.Delay(200, Token);
        Assert.False(write.IsCompleted);
        other.Dispose();
        await write;
        Assert.Equal("spät", NativeClipboard.Text());
    }

    [PatientFact(Timeout = Timeout)]
    public async Task BothGiveUp_AndChangeNothing_WhenItIsNotLetGo()
    {
        await _clipboard.SetTextAsync("mine", Token);
        using (NativeClipboard other = new(static () => { }))
        {
            IOException failure =
                await Assert.ThrowsAsync<IOException>(() => _clipboard.SetTextAsync("other", Token));
            Assert.Contains("another program holds the clipboard", failure.Message, StringComparison.Ordinal);
            _ = await Assert.ThrowsAsync<IOException>(() => _clipboard.ReadTextAsync(Limit, Token));
        }

        Assert.Equal("mine", NativeClipboard.Text());
    }

    [PatientFact(Timeout = Timeout)]
    public async Task ReadText_GivesUp_WhenThePromisedTextDoesNotCome()
    {
        // A promise, by a program that looks at none of its messages.
        using NativeClipboard hanging = new(
            static () => Assert.True(User32.EmptyClipboard() && User32.SetClipboardData(13, 0) == 0),
            closeAtOnce: true);
        _ = await Assert.ThrowsAsync<IOException>(() => _clipboard.ReadTextAsync(Limit, Token));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Wait_CanBeCancelled()
    {
        using NativeClipboard other = new(static () => { });
        using CancellationTokenSource cancelled = new(100);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _clipboard.ReadTextAsync(Limit, cancelled.Token));
    }
}
