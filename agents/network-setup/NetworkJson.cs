using System.Text.Json.Serialization;

namespace PedOS.NetworkSetup;

/// <summary>What this program writes as JSON.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    Converters = [typeof(AddressConverter), typeof(PrefixConverter), typeof(MacConverter)])]
[JsonSerializable(typeof(SavedNetwork))]
[JsonSerializable(typeof(NetworkStatus))]
internal sealed partial class NetworkJson : JsonSerializerContext;
