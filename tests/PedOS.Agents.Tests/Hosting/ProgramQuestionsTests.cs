using PedOS.Agents.Hosting;
using Xunit;

namespace PedOS.Agents.Tests.Hosting;

public sealed class ProgramQuestionsTests
{
    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("--socket=x", "--version", "--help")]
    public void Answer_IsTheUsage_WhenHelpIsAskedFor(params string[] arguments) =>
        Assert.Equal("usage: this", ProgramQuestions.Answer("this", "usage: this", arguments));

    [Fact]
    public void Answer_IsNameAndVersion_WhenThatIsAskedFor()
    {
        string version = typeof(ProgramQuestions).Assembly.GetName().Version!.ToString(3);
        Assert.Equal($"this {version}", ProgramQuestions.Answer("this", "usage: this", ["--version"]));
    }

    [Theory]
    [InlineData]
    [InlineData("--socket=--help", "help", "--Version", "--helpless")]
    public void Answer_IsNothing_WhenNothingIsAsked(params string[] arguments) =>
        Assert.Null(ProgramQuestions.Answer("this", "usage: this", arguments));

    [Theory]
    [InlineData("usage: this", "--help", "dom0")]
    [InlineData("usage: this", "-h")]
    [InlineData(null)]
    [InlineData(null, "dom0", "service", "program", "--help")]
    [InlineData(null, "write", "/key", "--version")]
    public void AnswerFirst_LooksAtTheFirstOnly(string? answer, params string[] arguments) =>
        Assert.Equal(answer, ProgramQuestions.AnswerFirst("this", "usage: this", arguments));
}
