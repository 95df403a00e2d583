using System.Text.Json;
using System.Text.Json.Serialization;
using PedOS.Protocols.Network;

namespace PedOS.NetworkSetup;

/// <summary>A hardware address as text.</summary>
internal sealed class MacConverter : JsonConverter<MacAddress>
{
    /// <inheritdoc/>
    public override MacAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MacAddress.TryParse(reader.GetString() ?? string.Empty)
        ?? throw new JsonException("a hardware address is expected");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MacAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
