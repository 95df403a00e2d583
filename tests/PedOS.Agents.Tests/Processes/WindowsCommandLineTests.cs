using System.Runtime.Versioning;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Processes;
using Xunit;

namespace PedOS.Agents.Tests.Processes;

[SupportedOSPlatform("windows")]
public sealed class WindowsCommandLineTests
{
    public static TheoryData<string, string> Arguments => new()
    {
        { "plain", "plain" },
        { "", "\"\"" },
        { "two words", "\"two words\"" },
        { "tab\there", "\"tab\there\"" },
        { "a\"b", "\"a\\\"b\"" },
        { "\"", "\"\\\"\"" },
        { @"C:\dir\", @"C:\dir\" },
        { @"C:\my dir\", "\"C:\\my dir\\\\\"" },
        { @"a\\b", @"a\\b" },
        { "a\\\\\"b", "\"a\\\\\\\\\\\"b\"" },
        { "%PATH% ^& | < > !x!", "\"%PATH% ^& | < > !x!\"" },
        { "line\r\nend", "\"line\r\nend\"" },
        { "Größe İstanbul 日本語 العربية", "\"Größe İstanbul 日本語 العربية\"" },
        { "日本語", "日本語" },
        { "--name=$(calc)", "--name=$(calc)" },
        { "\\\\\\", "\\\\\\" },
        { "\\ \\", "\"\\ \\\\\"" },
    };

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Build_QuotesAsTheRuntimeReads(string argument, string written)
    {
        Assert.Equal($"\"C:\\p x\\p.exe\" {written}", WindowsCommandLine.Build(@"C:\p x\p.exe", [argument]));
        Assert.Equal([argument, "next"], WindowsCommandLine.Split($"{written} next"));
    }

    [Theory]
    [InlineData("a b", "a|b")]
    [InlineData("  a\tb  ", "a|b")]
    [InlineData("\"a b\"c d", "a bc|d")]
    [InlineData("\"a\"\"b\" c", "a\"b|c")]
    [InlineData("a\\\\\"b c\"", "a\\b c")]
    [InlineData("a\\\\\\\"b", "a\\\"b")]
    [InlineData("\"open end", "open end")]
    [InlineData("\"\" x", "|x")]
    [InlineData("a\\b\\\\c\\", "a\\b\\\\c\\")]
    public void Split_FollowsTheRuntime(string text, string expected) =>
        Assert.Equal(expected.Split('|'), WindowsCommandLine.Split(text));

    [Fact]
    public void Split_ReturnsNothing_WhenThereAreOnlyBlanks() => Assert.Empty(WindowsCommandLine.Split(" \t "));

    [Theory]
    [InlineData("prog.exe a \"b c\"", "prog.exe", "a \"b c\"")]
    [InlineData("\"C:\\my dir\\p.exe\"  x", "C:\\my dir\\p.exe", "x")]
    [InlineData("  p.exe", "p.exe", "")]
    [InlineData("\"open", "open", "")]
    [InlineData("", "", "")]
    public void TakeProgram_KnowsQuotesAlone(string line, string program, string rest)
    {
        Assert.Equal(program, WindowsCommandLine.TakeProgram(line, out string found));
        Assert.Equal(rest, found);
    }

    [Fact]
    public void Build_AndSplit_AreReverse_ForRandomArguments()
    {
        const string Alphabet = "ab\\\\\\\"\"' \t\n%^&|<>()!é日";
        Random random = new(20);
        for (int round = 0; round < 5000; round++)
        {
            string[] arguments = new string[random.Next(0, 5)];
            for (int i = 0; i < arguments.Length; i++)
            {
                arguments[i] = new string(random.GetItems(Alphabet.AsSpan(), random.Next(0, 9)));
            }

            string line = WindowsCommandLine.Build("p", arguments);
            Assert.Equal("p", WindowsCommandLine.TakeProgram(line, out string rest));
            Assert.Equal(arguments, WindowsCommandLine.Split(rest));
        }
    }

    [Fact]
    public void Build_Refuses_WhatCannotBePassed()
    {
        Assert.Equal(125, Assert.Throws<LaunchException>(() => WindowsCommandLine.Build("p", ["a\0b"])).ExitCode);
        Assert.Equal(125, Assert.Throws<LaunchException>(() => WindowsCommandLine.Build("a\"b.exe", [])).ExitCode);
        Assert.Equal(125, Assert.Throws<LaunchException>(() => WindowsCommandLine.Build(string.Empty, [])).ExitCode);
        Assert.Equal(32766, WindowsCommandLine.Build("p", [new string('x', 32762)]).Length);
        LaunchException tooLong = Assert.Throws<LaunchException>(
            () => WindowsCommandLine.Build("p", [new string('x', 32763)]));
        Assert.Equal(125, tooLong.ExitCode);
    }
}
