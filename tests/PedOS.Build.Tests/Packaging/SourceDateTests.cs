using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

public sealed class SourceDateTests
{
    [Theory]
    [InlineData("315532800", "1980-01-01T00:00:00Z")]
    [InlineData("1790000000", "2026-09-21T14:13:20Z")]
    [InlineData("315532799", null)]
    [InlineData("99999999999999999", null)]
    [InlineData("-5", null)]
    [InlineData(" 1790000000", null)]
    [InlineData("", null)]
    public void Parse_TakesSecondsInRange(string text, string? expected) =>
        Assert.Equal(expected, SourceDate.Parse(text)?.ToString("yyyy-MM-ddTHH:mm:ssZ", null));

    [Fact]
    public async Task FindAsync_HasAnAnswerWithoutHistory()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable(SourceDate.Variable) is not null, SourceDate.Variable + " is set");
        using SampleTree tree = new();

        DateTimeOffset date = await SourceDate.FindAsync(tree.Workspace, TestContext.Current.CancellationToken);

        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), date);
    }
}
