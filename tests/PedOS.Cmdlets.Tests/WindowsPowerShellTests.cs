using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Xunit;

namespace PedOS.Cmdlets.Tests;

/// <summary>
/// What Windows PowerShell 5.1 demands of the module, as far as that can be seen without it: references, manifest, and
/// files that it reads in another way than PowerShell 7 does. The syntax of scripts is the analyzer's.
/// </summary>
public sealed class WindowsPowerShellTests
{
    private const string Automation = "System.Management.Automation";

    public static TheoryData<string> Assemblies =>
        ["PedOS.Tools.Contracts", "PedOS.Tools.Engine", "PedOS.Tools.Cmdlets"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_NeedsNothingThatIsNotThere(string name)
    {
        // .NET Framework 4.7.2 has the facade of netstandard 2.0; another assembly would have to be shipped. The number
        // is that of Windows PowerShell 3 to 5.1; PowerShell 7 takes it for its own.
        string[] allowed =
            [.. Assemblies.Select(static a => $"{a.Data} "), "netstandard 2.0.0.0", Automation + " 3.0.0.0"];
        using PEReader file = Open(name);
        MetadataReader reader = file.GetMetadataReader();
        Assert.All(reader.AssemblyReferences.Select(reader.GetAssemblyReference), reference =>
        {
            string found = $"{reader.GetString(reference.Name)} {reference.Version}";
            Assert.Contains(allowed, a => found.StartsWith(a, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Cmdlets_UseWhatWindowsPowerShellAlsoHas()
    {
        // The declarations beside this test are those that Windows PowerShell 5.1 and PowerShell 7 have in common.
        using PEReader file = Open("PedOS.Tools.Cmdlets");
        MetadataReader reader = file.GetMetadataReader();
        Module module = Assembly.LoadFrom(PathOf("PedOS.Tools.Cmdlets")).ManifestModule;
        MemberReferenceHandle[] used =
            [.. reader.MemberReferences.Where(h => IsOfAutomation(reader, reader.GetMemberReference(h).Parent))];
        Assert.True(used.Length > 20, $"only {used.Length} members of PowerShell are used");
        Assert.All(used, handle => Assert.NotNull(module.ResolveMember(MetadataTokens.GetToken(handle))));
    }

    [Fact]
    public void Manifest_SaysSo()
    {
        string manifest = File.ReadAllText(InModule("PedOSTools.psd1"));
        Assert.Matches(@"PowerShellVersion\s*=\s*'5\.1'", manifest);
        Assert.Matches(@"DotNetFrameworkVersion\s*=\s*'4\.7\.2'", manifest);
        Assert.Matches(@"CompatiblePSEditions\s*=\s*@\('Desktop', 'Core'\)", manifest);
    }

    [Theory]
    [InlineData("PedOSTools.psd1")]
    [InlineData("samples/New-PedOSTemplate.ps1")]
    [InlineData("en-US/about_PedOSTools.help.txt")]
    [InlineData("en-US/about_PedOSQrexec.help.txt")]
    [InlineData("en-US/about_PedOSRecovery.help.txt")]
    public void Text_IsReadTheSameInEveryCodePage(string file) =>
        Assert.All(File.ReadAllBytes(InModule(file)), static b => Assert.InRange(b, (byte)1, (byte)126));

    /// <summary>
    /// Rule of Windows: the policy of a client is Restricted, under which script files are not loaded, and to it the
    /// files of a module that are scripts, views or types are such; a manifest and an assembly are not.
    /// </summary>
    [Fact]
    public void Manifest_NamesNothingThatTheExecutionPolicyRefuses()
    {
        string manifest = File.ReadAllText(InModule("PedOSTools.psd1"));
        Assert.Matches(@"(?m)^\s*RootModule\s*=\s*'PedOS\.Tools\.Cmdlets\.dll'\s*$", manifest);
        Assert.DoesNotMatch(@"(?im)\.(psm1|ps1|ps1xml|cdxml)\b", manifest);
        Assert.DoesNotMatch(@"(?im)^\s*(ScriptsToProcess|TypesToProcess|FormatsToProcess|NestedModules)\b", manifest);
    }

    [Fact]
    public void Module_HasNoScripts_ButSamplesForPeople() => Assert.All(
        Directory.GetFiles(InModule(""), "*", SearchOption.AllDirectories)
            .Where(static f => Path.GetExtension(f) is ".ps1" or ".psm1" or ".ps1xml" or ".cdxml"),
        static f => Assert.Equal("samples", Path.GetFileName(Path.GetDirectoryName(f))));

    private static bool IsOfAutomation(MetadataReader reader, EntityHandle parent) =>
        parent.Kind == HandleKind.TypeReference
        && reader.GetTypeReference((TypeReferenceHandle)parent).ResolutionScope is
        { Kind: HandleKind.AssemblyReference } scope
        && reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == Automation;

    private static PEReader Open(string name) => new(File.OpenRead(PathOf(name)));

    private static string PathOf(string name) => Path.Join(AppContext.BaseDirectory, name + ".dll");

    private static string InModule(string file) => Path.Join(AppContext.BaseDirectory, "module", file);
}
