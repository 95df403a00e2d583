using PedOS.Tools.Engine.Text;
using Xunit;

namespace PedOS.Engine.Tests.Text;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775807")]
    [InlineData("\"\"")]
    [InlineData("\"İıçğ äöüß 日本語 العربية 😀\"")]
    [InlineData("\"\\\"\\\\\\u0000\\ud800\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1,[2,{\"a\":null}],\"b\"]")]
    public void Write_GivesWhatWasRead(string text)
    {
        Assert.Equal(text, JsonText.Write(JsonText.Read(text), isIndented: false));
        Assert.Equal(text, JsonText.Read(JsonText.Write(JsonText.Read(text), isIndented: true)).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("nul")]
    [InlineData("nulll")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9223372036854775808")]
    [InlineData("\"")]
    [InlineData("\"\n\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{a:1}")]
    [InlineData("1 2")]
    public void Read_RefusesWhatIsNoJson(string text) =>
        Assert.Throws<FormatException>(() => JsonText.Read(text));

    [Fact]
    public void Read_LimitsTheDepth()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);

        Assert.Equal(JsonKind.List, JsonText.Read(Nested(JsonText.MaxDepth)).Kind);
        Assert.Throws<FormatException>(() => JsonText.Read(Nested(JsonText.MaxDepth + 1)));
        Assert.Throws<FormatException>(() => JsonText.Read(new string('[', 1_000_000)));
    }

    [Fact]
    public void Get_TellsWhatIsMissing()
    {
        JsonValue value = JsonText.Read("{\"a\":1,\"b\":null}");

        Assert.Equal(1, value.Get("a").AsInt32());
        Assert.Null(value.Find("b"));
        FormatException e = Assert.Throws<FormatException>(() => value.Get("c"));
        Assert.Contains("no member c", e.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => value.Get("a").AsText());
        Assert.Throws<FormatException>(() => JsonText.Read("4294967296").AsInt32());
    }
}
