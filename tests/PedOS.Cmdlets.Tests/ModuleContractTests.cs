using System.Text.RegularExpressions;
using System.Xml.Linq;
using PedOS.Tools.Cmdlets.Views;
using Xunit;

namespace PedOS.Cmdlets.Tests;

/// <summary>Manifest, metadata, help and views say the same.</summary>
public sealed partial class ModuleContractTests
{
    // As PowerShell lists them (Get-Verb); those that the module may want.
    private static readonly string[] ApprovedVerbs =
    [
        "Add", "Clear", "Disable", "Enable", "Export", "Get", "Import", "Install", "Invoke", "Move", "Register",
        "Remove", "Repair", "Reset", "Restart", "Restore", "Resume", "Send", "Set", "Start", "Stop", "Sync", "Test",
        "Undo", "Uninstall", "Unregister", "Update", "Wait",
    ];

    private static readonly string[] ReadingVerbs = ["Get", "Test", "Wait", "Invoke"];

    private static readonly string[] PlainOutputs = ["System.Void", "System.String", "System.Byte", "System.Boolean"];

    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    public static TheoryData<string> Names => [.. CmdletAssembly.Cmdlets.Select(static c => c.Name)];

    private static IReadOnlyList<XElement> Help { get; } =
        [.. XDocument.Load(InModule("en-US", "PedOS.Tools.Cmdlets.dll-Help.xml")).Descendants(Command + "command")];

    [Fact]
    public void Manifest_ExportsTheCmdletsThatThereAre() => Assert.Equal(
        CmdletAssembly.Cmdlets.Select(static c => c.Name).Order(StringComparer.Ordinal),
        Exports().Order(StringComparer.Ordinal));

    [Fact]
    public void Help_HasTheCmdletsThatThereAre() => Assert.Equal(
        CmdletAssembly.Cmdlets.Select(static c => c.Name).Order(StringComparer.Ordinal),
        Help.Select(NameOf).Order(StringComparer.Ordinal));

    [Fact]
    public void Views_AreThoseOfTheOutputs() => Assert.Equal(
        CmdletAssembly.Cmdlets.SelectMany(static c => c.Outputs)
            .Except(PlainOutputs, StringComparer.Ordinal)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
        OutputViews.Shown.Keys.Select(static t => t.FullName!).Order(StringComparer.Ordinal));

    [Fact]
    public void Views_ShowPropertiesThatThereAre() => Assert.All(
        OutputViews.Shown, static view => Assert.All(view.Value, p => Assert.NotNull(view.Key.GetProperty(p))));

    /// <summary>What another machine or a registry says is for scripts; a terminal gets it made safe.</summary>
    [Theory]
    [InlineData("Configuration.ConfigurationEntry", "Value")]
    [InlineData("Programs.DatabaseValue", "Path")]
    [InlineData("Programs.DatabaseValue", "Value")]
    [InlineData("Qrexec.QrexecServiceDefinition", "Command")]
    [InlineData("Qrexec.QrexecResult", "Output")]
    public void Views_ShowNoForeignText_AsItIs(string type, string property)
    {
        IReadOnlyList<string> shown = Assert.Single(
            OutputViews.Shown, v => v.Key.FullName == "PedOS.Tools.Engine." + type).Value;

        Assert.DoesNotContain(property, shown);
        Assert.Contains("Shown" + property, shown);
        Assert.Equal(property, OutputViews.Label("Shown" + property));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cmdlet_KeepsTheRules(string name)
    {
        CmdletDeclaration cmdlet = Assert.Single(CmdletAssembly.Cmdlets, c => c.Name == name);
        Assert.Contains(cmdlet.Verb, ApprovedVerbs);
        Assert.Matches("^(PedOS|Qrexec)", cmdlet.Noun);
        Assert.NotEmpty(cmdlet.Outputs);
        Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.TypeName);
        Assert.NotEqual(ReadingVerbs.Contains(cmdlet.Verb, StringComparer.Ordinal), cmdlet.SupportsShouldProcess);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameter_DoesNotTakeNothingForEverything(string name)
    {
        CmdletDeclaration cmdlet = Assert.Single(CmdletAssembly.Cmdlets, c => c.Name == name);
        Assert.All(cmdlet.Parameters, static parameter =>
        {
            bool isText = parameter.Type.TrimEnd('[', ']') == "System.String";
            bool isObject = parameter.Type == "System.Object" && parameter.Name != "InputObject";
            Assert.False(isObject, $"-{parameter.Name} takes whatever it is given");
            Assert.Equal(isText, parameter.Rules.Contains("PlainTextAttribute"));
            Assert.Equal(parameter.Type == "System.String[]", parameter.IsList);
            Assert.Equal(parameter.IsNullable, parameter.Rules.Contains("ValidateNotNullAttribute"));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Help_ExplainsEveryParameter_WithTwoExamples(string name)
    {
        CmdletDeclaration cmdlet = Assert.Single(CmdletAssembly.Cmdlets, c => c.Name == name);
        XElement help = Assert.Single(Help, h => NameOf(h) == name);
        Assert.All(help.Elements(Maml + "description").Append(help.Element(Command + "details")!), HasText);
        XElement[] explained = [.. help.Element(Command + "parameters")!.Elements(Command + "parameter")];
        Assert.All(explained, static p => HasText(p.Element(Maml + "description")!));
        string[] common = cmdlet.SupportsShouldProcess ? ["Confirm", "WhatIf"] : [];
        Assert.Equal(
            cmdlet.Parameters.Select(static p => p.Name).Concat(common).Order(StringComparer.Ordinal),
            explained.Select(static p => p.Element(Maml + "name")!.Value).Order(StringComparer.Ordinal));
        XElement[] examples = [.. help.Descendants(Command + "example")];
        Assert.True(examples.Length >= 2, $"{name} has {examples.Length} examples");
        Assert.Contains(examples, e => e.Value.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("about_PedOSTools")]
    [InlineData("about_PedOSQrexec")]
    [InlineData("about_PedOSRecovery")]
    public void Topic_NamesCmdletsThatThereAre(string topic)
    {
        string text = File.ReadAllText(InModule("en-US", topic + ".help.txt"));
        Assert.Contains(topic, text, StringComparison.Ordinal);
        string[] named = [.. OurCmdlet().Matches(text).Select(static m => m.Value).Distinct(StringComparer.Ordinal)];
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(CmdletAssembly.Cmdlets.Select(static c => c.Name), StringComparer.Ordinal));
    }

    private static string InModule(params string[] parts) =>
        Path.Join([AppContext.BaseDirectory, "module", .. parts]);

    private static IEnumerable<string> Exports() =>
        Export().Matches(CmdletsToExport().Match(File.ReadAllText(InModule("PedOSTools.psd1"))).Value)
            .Select(static m => m.Groups[1].Value);

    private static string NameOf(XElement help) => help.Element(Command + "details")!.Element(Command + "name")!.Value;

    private static void HasText(XElement element) => Assert.False(string.IsNullOrWhiteSpace(element.Value));

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\([^)]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex CmdletsToExport();

    [GeneratedRegex("'([A-Za-z]+-[A-Za-z]+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Export();

    [GeneratedRegex(@"\b[A-Z][a-z]+-(?:PedOS|Qrexec)[A-Za-z]+\b", RegexOptions.CultureInvariant)]
    private static partial Regex OurCmdlet();
}
