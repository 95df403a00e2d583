using System.Reflection;
using PedOS.Fuzz;
using Xunit;

namespace PedOS.Protocols.Tests.Fuzz;

public sealed class FuzzTargetTests
{
    public static TheoryData<string> Names => [.. TargetTable.All.Select(t => t.Name)];

    /// <summary>Whoever reads foreign bytes is named TryRead..., TryParse..., TryResolve..., Read or Receive.</summary>
    [Fact]
    public void EveryParserHasATarget()
    {
        IEnumerable<string> parsers = typeof(ProtocolException).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.Name is "Read" or "Receive"
                || method.Name.StartsWith("TryRead", StringComparison.Ordinal)
                || method.Name.StartsWith("TryParse", StringComparison.Ordinal)
                || method.Name.StartsWith("TryResolve", StringComparison.Ordinal))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .Distinct()
            .Order(StringComparer.Ordinal);
        IEnumerable<string> covered = TargetTable.All
            .SelectMany(target => target.Parsers.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Order(StringComparer.Ordinal);
        Assert.Equal(parsers, covered);
    }

    [Fact]
    public void NamesAreUnique() =>
        Assert.Equal(TargetTable.All.Count, TargetTable.All.DistinctBy(target => target.Name).Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void TargetPasses_WithItsCorpusAndAFewThousandInputs(string name)
    {
        Assert.NotEmpty(Corpus.Load(name));
        StringWriter output = new();
        FuzzTarget target = TargetTable.All.Single(t => t.Name == name);
        Assert.True(new FuzzRun(target, 1, output).ForIterations(2000), output.ToString());
    }

    [Fact]
    public void Run_PrintsHowToRepeatIt_WhenSomethingIsFound()
    {
        List<byte[]> inputs = [];
        FuzzTarget target = new("frame", "", input =>
        {
            inputs.Add(input.ToArray());
            Check.That(inputs.Count < 100);
        });
        StringWriter output = new();
        Assert.False(new FuzzRun(target, 7, output).ForIterations(1000));
        string hex = Convert.ToHexStringLower(inputs[^1]);
        Assert.StartsWith(
            $"frame: FOUND with --seed 7 at iteration 99, input {hex}\n",
            output.ToString().ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Contains("inputs.Count < 100", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MakesTheSameInputs_ForTheSameSeedOnly()
    {
        Assert.Equal(Inputs(3), Inputs(3));
        Assert.NotEqual(Inputs(3), Inputs(4));

        static List<string> Inputs(ulong seed)
        {
            List<string> inputs = [];
            FuzzTarget target = new("hello", "", input => inputs.Add(Convert.ToHexString(input)));
            Assert.True(new FuzzRun(target, seed, TextWriter.Null).ForIterations(200));
            return inputs;
        }
    }

    [Fact]
    public void Run_Fails_WhenThereIsNoCorpus() =>
        Assert.False(new FuzzRun(new FuzzTarget("none", "", _ => { }), 1, TextWriter.Null).ForIterations(1));

    [Theory]
    [InlineData("", null, null, FuzzOptions.DefaultIterations, 1ul)]
    [InlineData("--target hello --iterations 5 --seed 9", "hello", null, 5L, 9ul)]
    [InlineData("--seconds 20", null, 20.0, FuzzOptions.DefaultIterations, 1ul)]
    public void Options_AreRead(string line, string? target, double? seconds, long iterations, ulong seed) =>
        Assert.Equal(
            new FuzzOptions(target, seconds, iterations, seed),
            FuzzOptions.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("--seconds")]
    [InlineData("--seconds x")]
    [InlineData("--seconds -1")]
    [InlineData("--seconds 1 --iterations 1")]
    [InlineData("--iterations 1 --seconds 1")]
    [InlineData("--seed x")]
    [InlineData("--help me")]
    public void Options_AreRefused(string line) => Assert.Null(FuzzOptions.TryParse(line.Split(' ')));
}
