using System.Buffers;
using System.Text;
using System.Text.Json;
using PedOS.Agents.Clock;

namespace PedOS.Rpc.Clock;

/// <summary>What became of the clock, for programs.</summary>
/// <remarks>
/// An object with <c>applied</c> (it was set), <c>reason</c> (a <see cref="ClockReason"/>), <c>text</c> (the same for
/// people), <c>offsetSeconds</c> (how far it was behind, negative when ahead), <c>uncertaintySeconds</c> (the offset
/// may be wrong by so much) and <c>told</c> (UTC); the last three are null when nobody told. Written by hand: the
/// serializer and its metadata are an eighth of the program.
/// </remarks>
internal static class ClockReport
{
    /// <summary>The object, in lines without an end of the last.</summary>
    public static string ToJson(ClockOutcome outcome)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("applied"u8, outcome.IsApplied);
            json.WriteString("reason"u8, outcome.Reason.ToString());
            json.WriteString("text"u8, outcome.Text);
            if (outcome.Reading is { } reading)
            {
                json.WriteNumber("offsetSeconds"u8, reading.Offset.TotalSeconds);
                json.WriteNumber("uncertaintySeconds"u8, reading.Uncertainty.TotalSeconds);
                json.WriteString("told"u8, reading.Told);
            }
            else
            {
                json.WriteNull("offsetSeconds"u8);
                json.WriteNull("uncertaintySeconds"u8);
                json.WriteNull("told"u8);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
