using Xunit;

namespace PedOS.Protocols.Tests;

/// <summary>What holds for every reader of whole messages, whatever they mean.</summary>
internal static class Framing
{
    /// <summary>A reader under test; returns the status and how much it consumed.</summary>
    public delegate ReadStatus Reader(ReadOnlySpan<byte> buffer, out int consumed);

    /// <summary>
    /// Every shorter prefix needs more and consumes nothing; the whole is consumed; bytes after it are left over.
    /// </summary>
    public static void Check(Reader reader, byte[] frame)
    {
        for (int length = 0; length < frame.Length; length++)
        {
            Assert.Equal(ReadStatus.NeedMore, reader(frame.AsSpan(0, length), out int none));
            Assert.Equal(0, none);
        }

        Assert.Equal(ReadStatus.Done, reader(frame, out int consumed));
        Assert.Equal(frame.Length, consumed);
        foreach (byte next in (byte[])[0, 0xFF])
        {
            Assert.Equal(ReadStatus.Done, reader([.. frame, next], out consumed));
            Assert.Equal(frame.Length, consumed);
        }
    }

    /// <summary>The error id of a reader that must throw.</summary>
    public static string ErrorId(Reader reader, byte[] buffer) =>
        Assert.Throws<ProtocolException>(() => reader(buffer, out _)).ErrorId;
}
