using System.Text.Json.Serialization;
using PedOS.Agents.Clock;

namespace PedOS.Rpc.Clock;

/// <summary>What became of the clock, and what was told of it, as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ClockReport))]
[JsonSerializable(typeof(ClockClaim))]
internal sealed partial class ClockJson : JsonSerializerContext;
