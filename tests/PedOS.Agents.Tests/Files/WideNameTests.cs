using PedOS.Agents.Files;
using Xunit;

namespace PedOS.Agents.Tests.Files;

public sealed class WideNameTests
{
    // Not as attributes, which hold no halves.
    [Fact]
    public void Names_AreBytes_AndNamesAgain()
    {
        (string Name, string Hex)[] cases =
        [
            ("Straße 日本 İ 𝒳", "53747261C39F6520E697A5E69CAC20C4B020F09D92B3"),
            ("a\ud800b", "61EDA08062"),
            ("\udfff\ud800", "EDBFBFEDA080"),
            ("", ""),
        ];
        foreach ((string name, string hex) in cases)
        {
            byte[] bytes = WideName.ToBytes(name);
            Assert.Equal(hex, Convert.ToHexString(bytes));
            Assert.Equal(name, WideName.ToText(bytes));
        }
    }

    [Fact]
    public void EveryUnit_IsItself()
    {
        for (int unit = 1; unit <= char.MaxValue; unit++)
        {
            string name = $"a{(char)unit}z";
            Assert.Equal(name, WideName.ToText(WideName.ToBytes(name)));
        }
    }

    [Fact]
    public void BytesThatAreNoName_AreToldAsSuch() =>
        Assert.Equal("a\ufffd\ufffdb", WideName.ToText([0x61, 0xFF, 0x80, 0x62]));
}
