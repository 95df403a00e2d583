using System.Text;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Programs;
using Xunit;

namespace PedOS.Engine.Tests.Agents;

/// <summary>What becomes of the answers of pedosdb, which a script plays.</summary>
public sealed class DatabaseClientTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pedos-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ReadAll_KeepsEveryValue_WithOneProgramForAll()
    {
        DatabaseCommandClient client = Answering("""
            {"entries":[
            {"path":"/b","text":"a\nb\\x0a \"\u001b[2J\u65e5 \u0645\ud842\udfb7"},
            {"path":"/a","text":""},
            {"path":"/c","base64":"YcMo/w=="}]}
            """);

        IReadOnlyList<DatabaseValue> values = client.ReadAll("/");

        Assert.Equal(
            [
                new("/a", ""), new("/b", "a\nb\\x0a \"\u001b[2J日 م\U00020BB7"),
                new("/c", "a\uFFFD(\uFFFD", "YcMo/w=="),
            ],
            values);
        Assert.Equal(["multiread --json -- /"], File.ReadAllLines(Path.Join(_folder, "asked")));
    }

    [Fact]
    public void Read_IsNull_WhenThereIsNoSuchEntry() =>
        Assert.Null(Answering("{\"entries\":[]}", 2).Read("/none"));

    [Theory]
    [InlineData("")]
    [InlineData("/a = b")]
    [InlineData("[]")]
    [InlineData("{\"entries\":[{\"path\":\"/a\"}]}")]
    [InlineData("{\"entries\":[{\"path\":\"/a\",\"base64\":\"%\"}]}")]
    [InlineData("{\"entries\":[{\"text\":\"a\"}]}")]
    public void ReadAll_SaysThatTheAnswerCannotBeUnderstood(string answer)
    {
        SetupException e = Assert.Throws<SetupException>(() => Answering(answer).ReadAll("/"));

        Assert.Equal(SetupError.SystemRefused, e.Error);
        Assert.Contains("cannot be understood", e.Message, StringComparison.Ordinal);
    }

    private DatabaseCommandClient Answering(string answer, int exitCode = 0)
    {
        File.WriteAllText(Path.Join(_folder, "answer"), answer, new UTF8Encoding(false));
        string program = Path.Join(_folder, "pedosdb");
        File.WriteAllText(
            program, $"#!/bin/sh\necho \"$@\" >> '{_folder}/asked'\ncat '{_folder}/answer'\nexit {exitCode}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(new(program), TestContext.Current.CancellationToken);
    }
}
