using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class TypeNameTests
{
    [Fact]
    public void Tree_HasOneTypePerName() => Findings.AssertNone(TypeNameRule.Check([.. SourceTree.Code]));

    [Theory]
    [InlineData("cmdlets/E/Logs/LogFile.cs", "internal sealed class LogFile(int a)\n")]
    [InlineData("build/LogFile.cs", "public sealed record LogFile(int A);\n")]
    [InlineData("agents/A/Other/LogFile.cs", "internal enum LogFile\n")]
    [InlineData("cmdlets/E/Native/LogFile.cs", "internal static class LogFile\n")]
    public void Check_FindsASecondType(string path, string text) => Findings.AssertOne(
        "LogFile is two types", TypeNameRule.Check([First, new SourceFile(path, text)]));

    [Theory]
    [InlineData("tests/T/LogFile.cs", "internal sealed class LogFile\n")]
    [InlineData("agents/A/Logs/LogFile.More.cs", "internal sealed partial class LogFile\n")]
    [InlineData("cmdlets/E/Logs/Other.cs", "file sealed class LogFile\n")]
    public void Check_FindsNothing_WhereNobodyTakesOneForTheOther(string path, string text) =>
        Assert.Empty(TypeNameRule.Check([First, new SourceFile(path, text)]));

    // Each side declares what the systems have; neither declares it twice.
    [Fact]
    public void Check_LetsANativeTypeBe_OncePerSide()
    {
        SourceFile windows = new("agents/W/Interop/Handle.cs", "internal struct Handle\n");
        SourceFile engine = new("cmdlets/E/Native/Handle.cs", "internal struct Handle\n");
        SourceFile posix = new("agents/P/Native/Handle.cs", "internal struct Handle\n");
        Assert.Empty(TypeNameRule.Check([windows, engine]));
        Findings.AssertOne("Handle is two types", TypeNameRule.Check([windows, posix]));
        Findings.AssertOne("Handle is two types", TypeNameRule.Check([windows, engine, posix]));
    }

    // Most native types are inside of the class of their library.
    [Theory]
    [InlineData("agents/W/Interop/Ntdll.cs", "internal static class Ntdll\n{\n    public struct Text\n", true)]
    [InlineData("agents/P/Native/Text.cs", "internal struct Text\n", true)]
    [InlineData("cmdlets/E/Native/Ntdll.cs", "internal static class Ntdll\n{\n    private struct Text\n", false)]
    [InlineData("agents/A/Logs/Line.cs", "internal sealed class Line\n{\n    private struct Text\n", false)]
    public void Check_LooksIntoTheClassesOfLibraries(string path, string text, bool isFound)
    {
        SourceFile first = new("agents/W/Interop/Advapi32.cs", "class Advapi32\n{\n    public struct Text\n");
        IEnumerable<string> findings = TypeNameRule.Check([first, new SourceFile(path, text)]);
        string[] found = [.. findings.Where(static f => f.StartsWith("Text is two", StringComparison.Ordinal))];
        Assert.Equal(isFound, found.Length == 1);
    }

    private static SourceFile First => new("agents/A/Logs/LogFile.cs", "internal sealed partial class LogFile\n");
}
