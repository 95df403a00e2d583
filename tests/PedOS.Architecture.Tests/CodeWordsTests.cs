using PedOS.Architecture.Tests.Repository;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class CodeWordsTests
{
    [Theory]
    [InlineData("a.B(c)", "a . B ( c )")]
    [InlineData("a // b\nc", "a c")]
    [InlineData("a /* b\n */ c /// d", "a c")]
    [InlineData("#region a\nb", "b")]
    [InlineData("\"a \\\" b\" c", "c")]
    [InlineData("@\"a \\\" c", "c")]
    [InlineData("@\"a \"\" b\" c", "c")]
    [InlineData("\"\" c", "c")]
    [InlineData("\"\"\"a \"b\" c\"\"\" d", "d")]
    [InlineData("$\"a {b} {{c}} {d.E(\"f\")} g\" h", "b d . E ( ) h")]
    [InlineData("$@\"\\{b}\" c", "b c")]
    [InlineData("@$\"{b,-10:x}\" c", "b , - 10 : x c")]
    [InlineData("$\"\"\"a {b} \"c\" {(d ? 1 : 2)}\"\"\" e", "b ( d ? 1 : 2 ) e")]
    [InlineData("$$\"\"\"{a} {{b}}\"\"\" c", "b c")]
    [InlineData("$\"{new A { B = c }}\" d", "new A { B = c } d")]
    [InlineData("$\"{a:yyyy'-'MM}\" b", "a : yyyy MM b")]
    [InlineData("'\"' a '\\'' b '\\u0041' c", "a b c")]
    [InlineData("[.. a, b]", "[ .. a , b ]")]
    [InlineData("@class", "@ class")]
    public void Of_ReadsNamesAndMarks_OutsideOfTexts(string code, string words) =>
        Assert.Equal(words, string.Join(' ', CodeWords.Of(code)));
}
