using System.Collections;
using System.Text;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine;

namespace PedOS.Tools.Cmdlets.Qrexec;

/// <summary>What a service reads of an object: a text is a line, bytes are bytes, a list is what is in it.</summary>
internal static class CallInput
{
    // Lists in lists (arbitrary): enough for any that a person makes, and one that holds itself has an end.
    private const int MaxDepth = 8;

    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>All bytes of an object, or none: what cannot be sent as it is, is refused as a whole.</summary>
    /// <exception cref="SetupException">It, or something in it, is neither text nor bytes.</exception>
    public static IReadOnlyList<byte[]> Of(object? given) => [.. Pieces(given, 0)];

    private static IEnumerable<byte[]> Pieces(object? given, int depth)
    {
        object? value = PlainText.Unwrap(given);
        return value switch
        {
            byte one => [[one]],
            byte[] many => [many],
            string text => [Line(text)],
            IDictionary => throw Refusal(value),
            IEnumerable list => depth < MaxDepth
                ? list.Cast<object?>().SelectMany(item => Pieces(item, depth + 1))
                : throw Refusal(value),
            _ => PlainText.Of(value) is { } text ? [Line(text)] : throw Refusal(value),
        };
    }

    private static byte[] Line(string text)
    {
        try
        {
            return Utf8.GetBytes(text + "\n");
        }
        catch (EncoderFallbackException e)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                "the input has half of a character (an unpaired surrogate)",
                "Send bytes when it is no text.",
                e);
        }
    }

    private static SetupException Refusal(object? value) => new(
        SetupError.InvalidArgument,
        $"the input is neither text nor bytes: {PlainText.Kind(value)}",
        "Make a text of it first, with ConvertTo-Json or Out-String for example.");
}
