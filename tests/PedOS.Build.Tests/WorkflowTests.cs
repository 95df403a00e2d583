using System.Text.RegularExpressions;
using PedOS.Build.Targets;
using PedOS.Build.Tools;
using PedOS.TestKit.Programs;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace PedOS.Build.Tests;

/// <summary>The workflow files of a public CI can be read, and ask the build for what it has.</summary>
public sealed partial class WorkflowTests
{
    private static readonly Workspace Workspace = new(ProgramsPlace.FindRepositoryRoot());

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Workspace.At(".github", "workflows"), "*.yml")
            .Select(static file => Path.GetFileName(file)!)
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_IsAWorkflow(string name)
    {
        YamlMappingNode root = Read(name);
        Assert.NotNull(Child(root, "on"));
        Assert.Equal("read", Text(Map(root, "permissions"), "contents"));
        Assert.NotEmpty(Jobs(root));
        foreach ((string job, YamlMappingNode body) in Jobs(root))
        {
            Assert.NotNull(Text(body, "runs-on"));
            Assert.NotNull(Text(body, "timeout-minutes"));
            Assert.NotEmpty(Steps(body));
            Assert.All(Steps(body), step => Assert.True(
                Child(step, "run") is null != Child(step, "uses") is null, $"{job}: a step runs or uses something"));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_AsksForTargetsThatExist(string name)
    {
        string[] targets = [.. new TargetTable(Workspace).Targets.Select(static target => target.Name)];
        string[] asked = [.. Jobs(Read(name))
            .SelectMany(static job => Steps(job.Body))
            .Select(static step => Text(step, "run") ?? "")
            .SelectMany(static script => BuildCall().Matches(script))
            .Select(static match => match.Groups[1].Value)];
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(targets, StringComparer.Ordinal));
    }

    [Fact]
    public void WindowsJob_SaysThatItHasNotBeenRun()
    {
        (_, YamlMappingNode body) = Assert.Single(Jobs(Read("ci.yml")), static job => job.Name == "windows");
        Assert.Contains("not yet run", Text(body, "name"), StringComparison.Ordinal);
        Assert.Equal("true", Text(body, "continue-on-error"));
    }

    [Fact]
    public void LinuxJob_DoesWhatEveryMachineDoes()
    {
        (_, YamlMappingNode body) = Assert.Single(Jobs(Read("ci.yml")), static job => job.Name == "linux");
        Assert.Contains(Steps(body), static step => Text(step, "run") == ".ci/run");
    }

    private static YamlMappingNode Read(string name)
    {
        YamlStream stream = [];
        using StreamReader reader = new(Workspace.At(".github", "workflows", name));
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static IEnumerable<(string Name, YamlMappingNode Body)> Jobs(YamlMappingNode root) =>
        Map(root, "jobs").Children.Select(static job => (((YamlScalarNode)job.Key).Value!, (YamlMappingNode)job.Value));

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode job) =>
        ((YamlSequenceNode)Child(job, "steps")!).Children.Cast<YamlMappingNode>();

    private static YamlMappingNode Map(YamlMappingNode node, string name) =>
        Assert.IsType<YamlMappingNode>(Child(node, name));

    private static string? Text(YamlMappingNode node, string name) => (Child(node, name) as YamlScalarNode)?.Value;

    private static YamlNode? Child(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? child) ? child : null;

    [GeneratedRegex(@"\./build\.(?:sh|ps1) +([a-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex BuildCall();
}
