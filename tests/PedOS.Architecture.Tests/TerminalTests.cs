using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class TerminalTests
{
    [Fact]
    public void Products_WriteToATerminalInTheirSafePlacesAlone() =>
        Findings.AssertNone(SourceTree.Code.SelectMany(TerminalRule.Check));

    [Theory]
    [InlineData("agents/setup/X.cs", "Console.Error.WriteLine(name);")]
    [InlineData("agents/setup/SetupConsole.cs", "_error.WriteLine(name);")]
    [InlineData("cmdlets/PedOS.Tools.Cmdlets/X.cs", "Host.UI.WriteLine(name);")]
    [InlineData("cmdlets/PedOS.Tools.Engine/X.cs", "Console.OutputEncoding = encoding;")]
    [InlineData("cmdlets/PedOS.Tools.Cmdlets/X.cs", "base.WriteWarning(name);")]
    [InlineData("cmdlets/PedOS.Tools.Cmdlets/X.cs", "WriteInformation(name, tags);")]
    [InlineData("cmdlets/PedOS.Tools.Cmdlets/X.cs", "public sealed class X : PSCmdlet")]
    public void Check_FindsADirectWrite(string path, string line) =>
        Findings.AssertOne("past the place", TerminalRule.Check(new SourceFile(path, line + "\n")));

    [Theory]
    [InlineData("agents/setup/SetupConsole.cs", "_error.WriteLine(DisplayText.Lines(name));")]
    [InlineData("cmdlets/PedOS.Tools.Cmdlets/Base/PedOSCmdlet.cs", "base.WriteWarning(DisplayText.Lines(text));")]
    [InlineData("cmdlets/PedOS.Tools.Cmdlets/X.cs", "WriteWarning(name);")]
    [InlineData("cmdlets/PedOS.Tools.Engine/X.cs", "Console.InputEncoding = encoding;")]
    public void Check_LeavesTheSafePlacesAlone(string path, string line) =>
        Assert.Empty(TerminalRule.Check(new SourceFile(path, line + "\n")));
}
