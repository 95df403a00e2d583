using System.Text.Json.Serialization;

namespace PedOS.DatabaseCommand;

/// <summary>What this program writes as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonEntries))]
[JsonSerializable(typeof(JsonPaths))]
[JsonSerializable(typeof(JsonChange))]
internal sealed partial class CommandJson : JsonSerializerContext;
