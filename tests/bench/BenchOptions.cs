using System.Globalization;
using PedOS.TestKit.Programs;

namespace PedOS.Bench;

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    /// <summary>Variable that names the directory of the original's programs.</summary>
    public const string PeersVariable = "PEDOS_PEERS";

    /// <summary>Help.</summary>
    public const string Usage =
        "usage: bench [--smoke] [--check] [--only SCENARIO]... [--rounds N] [--json FILE]"
        + " [--peers DIR] [--peer-user USER]";

    /// <summary>A few seconds: can everything be measured, is the steady state free of allocations?</summary>
    public bool Smoke { get; init; }

    /// <summary>A missed target that takes no peers is a failure.</summary>
    public bool Check { get; init; }

    /// <summary>Names of scenarios; empty means all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Rounds, 1 to 1000; null: as the scale says.</summary>
    public int? Rounds { get; init; }

    /// <summary>Where the figures go; null: nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Directory of the original's programs; null: without them.</summary>
    public string? Peers { get; init; }

    /// <summary>Account the measurement runs as when root starts it with peers, which refuse root.</summary>
    public string? PeerUser { get; init; }

    /// <summary>What is measured how often.</summary>
    public BenchScale Scale
    {
        get
        {
            BenchScale scale = Smoke ? BenchScale.Smoke : BenchScale.Full;
            return scale with { Rounds = Rounds ?? scale.Rounds };
        }
    }

    /// <summary>Whether a scenario was asked for.</summary>
    public bool Includes(string scenario) => Only.Count == 0 || Only.Contains(scenario, StringComparer.Ordinal);

    /// <summary>Reads the command line.</summary>
    /// <returns>Null when it is wrong.</returns>
    public static BenchOptions? TryParse(IReadOnlyList<string> args)
    {
        BenchOptions options = new()
        {
            Peers = Environment.GetEnvironmentVariable(PeersVariable) is { Length: > 0 } peers ? peers : null,
        };
        string? json = null;
        for (int i = 0; i < args.Count; i++)
        {
            string? value = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i])
            {
                case "--smoke":
                    options = options with { Smoke = true };
                    continue;
                case "--check":
                    options = options with { Check = true };
                    continue;
                case "--only" when value is not null && Scenario.IsName(value):
                    options = options with { Only = [.. options.Only, value] };
                    break;
                case "--rounds" when ReadRounds(value) is { } rounds:
                    options = options with { Rounds = rounds };
                    break;
                case "--json" when value is not null:
                    json = value;
                    break;
                case "--peers" when value is not null:
                    options = options with { Peers = value };
                    break;
                case "--peer-user" when value is not null:
                    options = options with { PeerUser = value };
                    break;
                default:
                    return null;
            }

            i++;
        }

        // A smoke run measures ours alone, and is no measurement to be kept.
        return options.Smoke
            ? options with { Json = json, Peers = null }
            : options with { Json = json ?? Path.Combine(ProgramsPlace.FindRepositoryRoot(), "out", "bench.json") };
    }

    private static int? ReadRounds(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds)
        && rounds is >= 1 and <= 1000
            ? rounds
            : null;
}
