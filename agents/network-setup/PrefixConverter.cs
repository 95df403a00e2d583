using System.Text.Json;
using System.Text.Json.Serialization;
using PedOS.Protocols.Network;

namespace PedOS.NetworkSetup;

/// <summary>An address and its prefix length as text.</summary>
internal sealed class PrefixConverter : JsonConverter<NetworkPrefix>
{
    /// <inheritdoc/>
    public override NetworkPrefix Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return NetworkPrefix.Parse(reader.GetString() ?? string.Empty);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, NetworkPrefix value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
