using Xunit;

namespace PedOS.Architecture.Tests;

/// <summary>Shows every finding of a rule, not the first few.</summary>
internal static class Findings
{
    /// <summary>There is exactly one finding, and it says what is expected.</summary>
    public static void AssertOne(string expected, IEnumerable<string> findings) =>
        Assert.Contains(expected, Assert.Single(findings), StringComparison.Ordinal);

    public static void AssertNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings.Distinct(StringComparer.Ordinal)];
        if (all.Length > 0)
        {
            Assert.Fail($"{all.Length} findings:\n{string.Join('\n', all)}");
        }
    }
}
