using System.Globalization;

namespace PedOS.Bench.Figures;

/// <summary>What a figure must hold.</summary>
/// <param name="Value">The value itself still holds.</param>
/// <param name="IsCeiling">At most; otherwise at least.</param>
internal sealed record Limit(double Value, bool IsCeiling)
{
    /// <summary>At most this.</summary>
    public static Limit AtMost(double value) => new(value, true);

    /// <summary>At least this.</summary>
    public static Limit AtLeast(double value) => new(value, false);

    /// <summary>Whether a value holds it.</summary>
    public bool Holds(double value) => IsCeiling ? value <= Value : value >= Value;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsCeiling ? "<=" : ">=")} {Value:0.##}");
}
