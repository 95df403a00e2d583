using System.Text.Json.Serialization;

namespace PedOS.Rpc.Clock;

/// <summary>What became of the clock, as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ClockReport))]
internal sealed partial class ClockJson : JsonSerializerContext;
