using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("ls", "ls")]
    [InlineData("ls++a", "ls", "", "a")]
    [InlineData("ls+", "ls", "")]
    [InlineData("a.b_C9+--rf+-2D", "a.b_C9", "-rf", "-")]
    [InlineData("cmd+-2Fc+echo+a-20-22b-22-26-7C-25PATH-25", "cmd", "/c", "echo", "a \"b\"&|%PATH%")]
    [InlineData("-C3-BC-E6-97-A5-D9-85-F0-A0-AE-B7", "ü日م\U00020BB7")]
    [InlineData("a-0A-0D-09", "a\n\r\t")]
    [InlineData("-5C-5Cserver-5C", @"\\server\")]
    public void TryRead_GivesTheExactWords(string argument, params string[] words)
    {
        Assert.True(CommandWords.TryRead(argument, out IReadOnlyList<string> read, out string problem), problem);

        Assert.Equal(words, read);
        Assert.Equal(words, Read(CommandWords.Write(words)));
    }

    [Theory]
    [InlineData("", "no command")]
    [InlineData("+a", "name of the program is empty")]
    [InlineData("+", "name of the program is empty")]
    [InlineData("a-", "a dash")]
    [InlineData("a-2", "a dash")]
    [InlineData("a-2f", "a dash")]
    [InlineData("a-+b", "a dash")]
    [InlineData("a-g0", "a dash")]
    [InlineData("a b", "U+0020")]
    [InlineData("a/b", "U+002F")]
    [InlineData("ü", "U+00FC")]
    [InlineData("a\0", "U+0000")]
    [InlineData("a-00", "NUL")]
    [InlineData("a-C3", "not UTF-8")]
    [InlineData("a-C3+-BC", "not UTF-8")]
    [InlineData("-ED-A0-80", "not UTF-8")]
    [InlineData("-C0-AF", "not UTF-8")]
    public void TryRead_RefusesEverythingElse(string argument, string why)
    {
        Assert.False(CommandWords.TryRead(argument, out IReadOnlyList<string> words, out string problem));

        Assert.Contains(why, problem, StringComparison.Ordinal);
        Assert.Empty(words);
    }

    [Fact]
    public void TryRead_EveryByte_ComesBack()
    {
        for (int one = 1; one < 128; one++)
        {
            string word = "a" + (char)one;
            Assert.Equal([word], Read(CommandWords.Write([word])));
            Assert.Equal([word], Read($"a-{one:X2}"));
        }
    }

    [Fact]
    public void TryRead_EveryPrefix_IsWholeWordsOrRefused()
    {
        string whole = CommandWords.Write(["größe", "a b", "-x", "日"]);
        for (int length = 0; length <= whole.Length; length++)
        {
            if (CommandWords.TryRead(whole[..length], out IReadOnlyList<string> words, out _))
            {
                Assert.Equal(whole[..length], CommandWords.Write(words));
            }
        }
    }

    [Theory]
    [InlineData(CommandWords.MaxLength - 1, true)]
    [InlineData(CommandWords.MaxLength, true)]
    [InlineData(CommandWords.MaxLength + 1, false)]
    public void TryRead_KeepsToTheLongest(int length, bool isRead) =>
        Assert.Equal(isRead, CommandWords.TryRead(new string('a', length), out _, out _));

    private static IReadOnlyList<string> Read(string argument)
    {
        Assert.True(CommandWords.TryRead(argument, out IReadOnlyList<string> words, out string problem), problem);
        return words;
    }
}
