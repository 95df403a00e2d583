using System.Globalization;

namespace PedOS.Fuzz;

/// <summary>What the command line asks for.</summary>
/// <param name="Target">Only this target, or null for all.</param>
/// <param name="Seconds">How long the whole run takes, shared evenly; null when iterations count.</param>
/// <param name="Iterations">Inputs per target when no time is given.</param>
/// <param name="Seed">Where the numbers start.</param>
public sealed record FuzzOptions(string? Target, double? Seconds, long Iterations, ulong Seed)
{
    public const string Usage = "usage: fuzz [--target NAME] [--seconds N | --iterations N] [--seed S]";

    /// <summary>Inputs per target when nothing is said.</summary>
    public const long DefaultIterations = 20_000;

    /// <summary>Reads the command line.</summary>
    /// <returns>Null when it cannot be understood.</returns>
    public static FuzzOptions? TryParse(IReadOnlyList<string> arguments)
    {
        FuzzOptions options = new(null, null, DefaultIterations, 1);
        bool counted = false;
        for (int i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count)
            {
                return null;
            }

            string value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--target":
                    options = options with { Target = value };
                    break;
                case "--seconds" when !counted && TryNumber(value, out long seconds):
                    options = options with { Seconds = seconds };
                    break;
                case "--iterations" when options.Seconds is null && TryNumber(value, out long iterations):
                    counted = true;
                    options = options with { Iterations = iterations };
                    break;
                case "--seed" when TryNumber(value, out long seed):
                    options = options with { Seed = (ulong)seed };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
