using System.Text;
using PedOS.Agents.Clipboard;
using PedOS.Protocols.Clipboard;
using PedOS.Rpc.Clipboard;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>The verbs of the clipboard on a clipboard that is played.</summary>
public sealed class ClipboardVerbsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Copy_WritesTheText()
    {
        using MemoryStream output = new();
        PlayedClipboard clipboard = new("zwei\r\nZeilen 記録");

        Assert.Equal(RpcProgram.Done, await new ClipboardVerbs(clipboard).CopyAsync(output, Token));

        Assert.Equal("zwei\nZeilen 記録", Encoding.UTF8.GetString(output.ToArray()));
        Assert.Equal(2 * ClipboardText.MaxLength, clipboard.Limit);
    }

    [Theory]
    [InlineData(null, "there is no text on the clipboard")]
    [InlineData("x", "the clipboard is not copied")]
    public async Task Copy_WritesNothing_WhenItFails(string? start, string reason)
    {
        using MemoryStream output = new();
        PlayedClipboard clipboard = new(start?.PadRight(ClipboardText.MaxLength + 1));

        IOException e = await Assert.ThrowsAsync<IOException>(
            () => new ClipboardVerbs(clipboard).CopyAsync(output, Token));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, output.Length);
    }

    private sealed class PlayedClipboard(string? content) : IClipboard
    {
        public int Limit { get; private set; }

        public Task<string?> ReadTextAsync(int limit, CancellationToken cancellationToken)
        {
            Limit = limit;
            return Task.FromResult(content);
        }

        public Task SetTextAsync(string text, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("copying changes nothing");
    }
}
