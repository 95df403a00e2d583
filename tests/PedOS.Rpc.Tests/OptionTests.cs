using Xunit;

namespace PedOS.Rpc.Tests;

public sealed class OptionTests
{
    [Fact]
    public void TryParse_TakesTheOptionsOfEachVerb()
    {
        AssertGiven("sync-clock", "--json", "--force", "--target=zeit", "--agent-socket=x", "--state-dir=x");
        AssertGiven("suspend-post-all", "--json", "--target=zeit=1", "--agent-socket=x");
        AssertGiven("set-date-time", "--json", "--state-dir=x");
        AssertGiven("wait-for-session", "--timeout=86400");
        AssertGiven("wait-for-running-system", "--timeout=1", "--database=d");
        AssertGiven("clipboard-copy");
        AssertGiven("clipboard-paste");
        AssertGiven("receive-files", "--to=d", "--max-bytes=1", "--max-entries=18446744073709551615");
        AssertGiven("vm-exec");
        AssertGiven("vm-exec-gui");
        AssertGiven("vm-shell");
        AssertGiven("vm-root-exec", "--database=d");
        AssertGiven("vm-root-shell", "--database=d");
    }

    [Theory]
    [InlineData("qvm-copy a --ignore-symlinks", "", "a --ignore-symlinks")]
    [InlineData("qvm-copy --ignore-symlinks -- --help", "--ignore-symlinks", "--help")]
    [InlineData("qvm-copy --ignore-symlinks --no-ignore-symlinks a", "--no-ignore-symlinks", "a")]
    [InlineData("qvm-move --without-progress --with-progress --without-progress a", "--without-progress", "a")]
    [InlineData("qvm-copy-to-vm --with-progress --with-progress vm a b", "--with-progress", "vm a b")]
    [InlineData("send-files --skip-cloud a", "--skip-cloud", "a")]
    public void TryParse_TakesOptionsBeforeFiles_AsTheOriginalDoes(string text, string options, string words)
    {
        VerbLine? line = VerbLine.TryParse(text.Split(' '), out _);
        Assert.NotNull(line);
        Assert.Equal((options, words), (string.Join(' ', line.Given.Keys), string.Join(' ', line.Words)));
    }

    [Fact]
    public void Usage_NamesEveryVerb_ItsService_AndEveryOption()
    {
        Assert.All(VerbTable.All, static verb =>
        {
            Assert.Contains($"\n  {verb.Name} ", VerbTable.Usage, StringComparison.Ordinal);
            Assert.Contains(verb.Service, VerbTable.Usage, StringComparison.Ordinal);
            Assert.All(verb.Options, static o => Assert.Contains(
                o.Value.Length > 0 ? $"\n  {o.Name}={o.Value} " : $"\n  {o.Name} ",
                VerbTable.Usage,
                StringComparison.Ordinal));
        });
        Assert.All(VerbTable.Usage.Split('\n'), static line => Assert.InRange(line.Length, 1, 110));
    }

    [Theory]
    [InlineData]
    [InlineData("müll")]
    [InlineData("Sync-Clock")]
    [InlineData("sync-clock", "--timeout=5")]
    [InlineData("set-date-time", "--force")]
    [InlineData("suspend-post-all", "--force")]
    [InlineData("wait-for-session", "--json")]
    [InlineData("wait-for-session", "--timeout=0")]
    [InlineData("wait-for-session", "--timeout=86401")]
    [InlineData("wait-for-session", "--timeout=٥")]
    [InlineData("sync-clock", "--target=")]
    [InlineData("sync-clock", "--target")]
    [InlineData("sync-clock", "--force=1")]
    [InlineData("vm-exec", "ls")]
    [InlineData("vm-shell", "--database=d")]
    [InlineData("clipboard-copy", "--json")]
    [InlineData("clipboard-paste", "--timeout=5")]
    [InlineData("receive-files", "--max-bytes=-1")]
    [InlineData("receive-files", "a")]
    [InlineData("qvm-copy")]
    [InlineData("qvm-copy", "--")]
    [InlineData("qvm-copy-to-vm", "vm")]
    [InlineData("qvm-copy", "-x", "a")]
    public void TryParse_RefusesWhatMakesNoSense(params string[] arguments)
    {
        Assert.Null(VerbLine.TryParse(arguments, out string problem));
        Assert.NotEmpty(problem);
    }

    private static void AssertGiven(string verb, params string[] options)
    {
        VerbLine? line = VerbLine.TryParse([verb, .. options], out string problem);
        Assert.NotNull(line);
        Assert.Equal((verb, ""), (line.Verb.Name, problem));
        Assert.Equal(
            options.Order(StringComparer.Ordinal),
            line.Given.Select(static g => g.Value.Length > 0 ? $"{g.Key}={g.Value}" : g.Key)
                .Order(StringComparer.Ordinal));
        Assert.All(line.Verb.Options, option => Assert.Equal(line.Given.ContainsKey(option.Name), line.Has(option)));
    }
}
