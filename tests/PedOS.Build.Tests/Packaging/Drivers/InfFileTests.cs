using System.Text;
using PedOS.Build.Drivers;
using Xunit;

namespace PedOS.Build.Tests.Packaging.Drivers;

public sealed class InfFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_AreThoseOfSetupApi()
    {
        InfFile inf = Read(""""
            ; a remark with [a section] and a " quote
            before = any section
            [One] ; a remark
            a = 1, "two; no, remark", "say ""x""" ; "remark"
            , b,, c = d = e
            long = begins, \ ; goes on
              and ends \
              here
            [TWO]
            x
            [one]
            again = "=,"
            """");

        Assert.Equal(["One", "TWO"], inf.Sections);
        Assert.Equal(
            ["a|1|two; no, remark|say \"x\"", ", b,, c|d = e", "long|begins|and ends here", "again|=,"],
            inf.Lines("ONE").Select(static l => string.Join('|', l.Values.Prepend(l.Key))));
        Assert.Equal("", Assert.Single(inf.Lines("two")).Key);
        Assert.Empty(inf.Lines("three"));
    }

    [Fact]
    public void Text_PutsInStrings()
    {
        InfFile inf = Read("[Strings]\nName = \"İş 日本\"\nEmpty =\n[X]\nkey = 1, %NAME% 100%% %none%%Empty%.");

        Assert.Equal("1", inf.Value("x", "KEY"));
        Assert.Equal("İş 日本 100% %none%.", inf.Value("x", "KEY", 1));
        Assert.Equal("", inf.Value("x", "KEY", 2));
        Assert.Equal("", inf.Value("x", "other"));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8 mark")]
    [InlineData("utf-8")]
    [InlineData("windows-1252")]
    public void Read_TakesEveryEncodingOfInfs(string name)
    {
        Encoding encoding = name switch
        {
            "utf-16" => Encoding.Unicode,
            "utf-8" => new UTF8Encoding(false),
            "utf-8 mark" => new UTF8Encoding(true),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(name)!,
        };
        string path = Path.Join(_folder.Path, "a.inf");
        File.WriteAllText(path, "[Strings]\r\nName = \"Müller & Søn €\"\r\n", encoding);

        Assert.Equal("Müller & Søn €", InfFile.Read(path).Value("Strings", "name"));
    }

    private InfFile Read(string text) => InfFile.Read(_folder.Write("a.inf", text));
}
