using System.Runtime.CompilerServices;

namespace PedOS.Fuzz;

/// <summary>What a target asserts.</summary>
public static class Check
{
    /// <summary>Fails unless the condition holds.</summary>
    public static void That(bool condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (!condition)
        {
            throw new FuzzException(what);
        }
    }

    /// <summary>Fails unless both hold the same.</summary>
    public static void Same<T>(T expected, T actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new FuzzException($"{what} is {actual}, expected {expected}");
        }
    }

    /// <summary>Fails unless both hold the same bytes.</summary>
    public static void SameBytes(
        ReadOnlySpan<byte> expected,
        ReadOnlySpan<byte> actual,
        [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new FuzzException($"{what} is {Hex(actual)}, expected {Hex(expected)}");
        }
    }

    /// <summary>Fails when a parser allocated far more than its input justifies.</summary>
    /// <param name="before">GC.GetAllocatedBytesForCurrentThread() before the parser ran.</param>
    /// <param name="inputLength">Bytes it was given.</param>
    public static void Allocated(long before, int inputLength)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > 65536 + (128L * inputLength))
        {
            throw new FuzzException($"{allocated} bytes allocated for {inputLength} bytes of input");
        }
    }

    private static string Hex(ReadOnlySpan<byte> bytes) =>
        Convert.ToHexString(bytes[..Math.Min(bytes.Length, 64)]) + (bytes.Length > 64 ? "..." : "");
}
