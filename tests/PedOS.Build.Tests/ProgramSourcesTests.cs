using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class ProgramSourcesTests : IDisposable
{
    private const string Runtime = "linux-x64";

    private readonly TemporaryFolder _folder = new();
    private readonly string _program;

    public ProgramSourcesTests()
    {
        _folder.Write("Directory.Packages.props", "<Project />");
        _folder.Write("agents/Program.props", "<Project />");
        _folder.Write("agents/lib/lib.csproj", "<Project />");
        _folder.Write("agents/lib/Deep/Lib.cs", "class Lib;");
        _folder.Write("agents/other/other.csproj", "<Project />");
        _folder.Write("agents/other/Other.cs", "class Other;");
        _folder.Write("agents/middle/middle.csproj", "<Project />");
        _folder.Write("agents/program/Program.cs", "return 0;");
        _folder.Write(
            "agents/program/obj/project.assets.json",
            """
            {
              "libraries": {
                "middle/1.0.0": { "type": "project", "msbuildProject": "../middle/middle.csproj" },
                "lib/1.0.0": { "type": "project", "msbuildProject": "../lib/lib.csproj" },
                "package/1.0.0": { "type": "package", "path": "package/1.0.0" }
              }
            }
            """);
        _program = _folder.Write("agents/program/program.csproj", "<Project />");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("agents/program/Program.cs")]
    [InlineData("agents/program/program.csproj")]
    [InlineData("agents/program/New.cs")]
    [InlineData("agents/middle/New.cs")]
    [InlineData("agents/lib/Deep/Lib.cs")]
    [InlineData("agents/Program.props")]
    [InlineData("agents/Linked.cs")]
    [InlineData("agents/native/start.cpp")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    public void HashOf_Changes_WithWhatTheProgramIsMadeFrom(string file)
    {
        string before = Hash();
        _folder.Write(file, "something else");
        Assert.NotEqual(before, Hash());
    }

    [Theory]
    [InlineData("agents/other/Other.cs")]
    [InlineData("agents/program/obj/Made.cs")]
    [InlineData("agents/lib/bin/Release/lib.dll")]
    [InlineData("README.md")]
    public void HashOf_Stays_WhenSomethingElseChanges(string file)
    {
        string before = Hash();
        _folder.Write(file, "something else");
        Assert.Equal(before, Hash());
    }

    [Fact]
    public void HashOf_Changes_WhenAFileIsRenamed()
    {
        string before = Hash();
        File.Move(
            Path.Join(_folder.Path, "agents/lib/Deep/Lib.cs"), Path.Join(_folder.Path, "agents/lib/Deep/Moved.cs"));
        Assert.NotEqual(before, Hash());
    }

    [Fact]
    public void HashOf_SaysWhatToDo_WhenTheProgramIsNotRestored()
    {
        File.Delete(Path.Join(_folder.Path, "agents/program/obj/project.assets.json"));
        Assert.Contains("restore", Assert.Throws<BuildException>(Hash).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HashOf_IsAnother_ForAnotherRuntime() =>
        Assert.NotEqual(Hash(), new ProgramSources(Tree).HashOf(_program, "win-x64"));

    [Fact]
    public void Program_IsCurrent_FromItsCompletionToTheNextChange()
    {
        Assert.False(Published().IsCurrent);
        PublishedProgram made = Published();
        made.Begin();
        Assert.False(Published().IsCurrent);
        made.Complete();
        Assert.True(Published().IsCurrent);
        _folder.Write("agents/lib/Deep/Lib.cs", "class Lib { int a; }");
        Assert.False(Published().IsCurrent);
    }

    // Publishing takes minutes; what is written meanwhile is not in it.
    [Fact]
    public void Program_IsNotCurrent_WhenASourceChangedWhileItWasMade()
    {
        PublishedProgram made = Published();
        made.Begin();
        _folder.Write("agents/lib/Deep/Lib.cs", "class Lib { int a; }");
        made.Complete();
        Assert.False(Published().IsCurrent);
    }

    [Fact]
    public void Begin_TakesAwayWhatWasThere()
    {
        PublishedProgram made = Published();
        made.Begin();
        File.WriteAllText(Path.Join(made.Folder, "old"), "");
        made.Complete();
        made.Begin();
        Assert.Empty(Directory.EnumerateFileSystemEntries(made.Folder));
        Assert.False(made.IsCurrent);
    }

    private Workspace Tree => new(_folder.Path);

    private string Hash() => new ProgramSources(Tree).HashOf(_program, Runtime);

    private PublishedProgram Published() => new(Tree, _program, Runtime);
}
