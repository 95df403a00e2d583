using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class TypeFileTests
{
    [Fact]
    public void Tree_HasOnePublicTypePerFile_NamedLikeTheFile() =>
        Findings.AssertNone(SourceTree.Code.SelectMany(TypeFileRule.Check));

    [Theory]
    [InlineData("Frame.cs", "public sealed class Frame\n")]
    [InlineData("Frame.Read.cs", "public readonly partial record struct Frame(int Size)\n")]
    [InlineData("Frame.cs", "public static class Frame\n{\n    public enum Kind\n")]
    [InlineData("Frame.cs", "internal sealed class Frame\n}\n\nfile static class Extra\n")]
    [InlineData("Frame.cs", "public delegate ValueTask<int> Frame(int a);\n")]
    [InlineData("Program.cs", "return 0;\n")]
    [InlineData("Frames.cs", "public abstract record Frame;\n\npublic sealed record Head(int A) : Frame;\n")]
    [InlineData("FrameModel.cs", "public readonly record struct FrameSize(int A);\n\npublic enum FrameKind\n")]
    public void Check_FindsNothing_WhenNamesAgree(string file, string text) =>
        Assert.Empty(TypeFileRule.Check(new SourceFile("agents/A/" + file, text)));

    [Theory]
    [InlineData("Frame.cs", "public sealed class Frame\n}\n\npublic enum Kind\n", "2 public types")]
    [InlineData("Frame.cs", "public readonly record struct Frames\n", "declares Frames")]
    [InlineData("Frame.cs", "internal interface IFrame\n", "declares IFrame")]
    [InlineData("Frame.cs", "internal class Frame\n}\n\npublic class Other\n", "not named like its public type")]
    [InlineData("Frames.cs", "public abstract record Frame;\n\npublic sealed class Reader\n", "2 public types")]
    [InlineData("Heads.cs", "public abstract record Frame;\n\npublic sealed record Head2 : Frame;\n", "2 public types")]
    [InlineData("FrameModel.cs", "public sealed record FrameSize;\n\npublic enum Kind\n", "2 public types")]
    public void Check_FindsTypesInTheWrongFile(string file, string text, string finding) =>
        Findings.AssertOne(finding, TypeFileRule.Check(new SourceFile("agents/A/" + file, text)));
}
