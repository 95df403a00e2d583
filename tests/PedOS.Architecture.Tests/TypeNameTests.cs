using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class TypeNameTests
{
    [Fact]
    public void Tree_HasOneTypePerName() => Findings.AssertNone(TypeNameRule.Check(SourceTree.Code));

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

    private static SourceFile First => new("agents/A/Logs/LogFile.cs", "internal sealed partial class LogFile\n");
}
