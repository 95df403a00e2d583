using System.Text.Json.Serialization;

namespace PedOS.Rpc;

/// <summary>What this program writes as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ClockReport))]
internal sealed partial class RpcJson : JsonSerializerContext;
