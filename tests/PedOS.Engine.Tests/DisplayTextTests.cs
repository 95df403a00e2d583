using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Health;
using Xunit;

namespace PedOS.Engine.Tests;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("Jürgen Müßig ığ 日本語 عبد الله 😀", "Jürgen Müßig ığ 日本語 عبد الله 😀")]
    [InlineData("\u001b[2J\u001b]52;c;eA==\u0007", "_[2J_]52;c;eA==_")]
    [InlineData("a\u009b1mb\u0085c\u007f", "a_1mb_c_")]
    [InlineData("a\u202eb\u2066c\u2028d", "a_b_c_d")]
    [InlineData("a\u200eb\u200fc\u061cd", "a_b_c_d")]
    [InlineData("a\r\tb\0", "a__b_")]
    public void Text_SteersNoTerminal(string text, string shown)
    {
        Assert.Equal(shown, DisplayText.Line(text));
        Assert.Equal(shown, DisplayText.Lines(text));
    }

    [Fact]
    public void Line_IsOneLine_AndLinesAreOurs()
    {
        Assert.Equal("a_b", DisplayText.Line("a\nb"));
        Assert.Equal("a\nb", DisplayText.Lines("a\nb"));
        string? nothing = null;
        Assert.Equal("x_y   |1.5|\n", DisplayText.Format($"{"x\ny",-6}|{1.5}|{nothing}\n"));
    }

    [Fact]
    public void FailuresAndChecks_AreSafe()
    {
        SetupException failure = new(SetupError.Internal, "a\u001bb", "c\u202ed");
        Assert.Equal(("a_b", "c_d"), (failure.Message, failure.Remedy));
        HealthCheck check = new("n", HealthState.Fail, "a\u001bb", "c\u202ed");
        Assert.Equal(("a_b", "c_d"), (check.Detail, check.Remedy));
    }
}
