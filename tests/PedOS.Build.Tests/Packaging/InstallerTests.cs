using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using PedOS.Build.Packaging;
using PedOS.Build.Signing;
using PedOS.Build.Tools;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Product;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

/// <summary>The tables of the MSI, read by msiinfo.</summary>
public sealed class InstallerTests : IDisposable
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly SampleTree _tree = new();

    public InstallerTests() => Assert.SkipUnless(
        Requirement.InstallerTools.IsPresent(), Requirement.InstallerTools.Name + " is not installed");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _tree.Dispose();

    [PatientFact(Timeout = 60_000)]
    public async Task Features_AreTheComponents_WithTheirTitlesAndDefaults()
    {
        foreach (string program in (string[])["qga", "relocate-dir"])
        {
            _tree.Write($"out/win-x64/{program}.exe", program);
        }

        string msi = await WriteAsync("one.msi");

        Dictionary<string, string[]> features = (await ReadAsync(msi, "Feature")).ToDictionary(static f => f[0]);
        Component[] expected = [.. ComponentCatalog.All.Where(static c => !c.Name.StartsWith("Xen", Ordinal))];
        Assert.Equal(
            expected.Select(static c => c.Name).Order(StringComparer.Ordinal),
            features.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, c =>
        {
            string[] row = features[c.Name];
            Assert.Equal(c.Needs.Length == 0 ? "" : c.Needs[^1], row[1]);
            Assert.Equal(c.Title, row[2]);
            Assert.Equal(c.Default is ComponentDefault.Required or ComponentDefault.On ? "1" : "1000", row[5]);
            Assert.Equal(c.Default is ComponentDefault.Required, (int.Parse(row[7], Invariant) & 16) != 0);
        });
        Assert.Equal(["MoveProfiles", "1", "TEMPLATE"], Assert.Single(await ReadAsync(msi, "Condition")));
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Features_AreOnlyThoseThatThePackageHas()
    {
        string[][] features = await ReadAsync(await WriteAsync("one.msi"), "Feature");

        Assert.Equal(
            ["Agent", "AutomaticLogon", "DisableUac", "Shared"],
            features.Select(static f => f[0]).Order(StringComparer.Ordinal));
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Files_AreThoseOfThePackage_InTheFeatureOfTheirComponent_AndWhereTheEnginePutsThem()
    {
        string msi = await WriteAsync("one.msi");
        PackageList list = FolderPackage.Load(_tree.Workspace.Package, PackageTrust.Everybody(Date)).List;
        Dictionary<string, string[]> folders = (await ReadAsync(msi, "Directory")).ToDictionary(static d => d[0]);
        Dictionary<string, string[]> components = (await ReadAsync(msi, "Component")).ToDictionary(static c => c[0]);
        Dictionary<string, string> features =
            (await ReadAsync(msi, "FeatureComponents")).ToDictionary(static f => f[1], static f => f[0]);
        (string, string, string)[] found = [.. (await ReadAsync(msi, "File")).Select(f =>
            (PathOf(components[f[1]][2]) + "\\" + Long(f[2]), features[f[1]], f[3]))];

        Assert.Equal(
            list.Files
                .Select(static f => (Installed(f.Path), f.Component, f.Length.ToString(Invariant)))
                .Append((
                    Installed("package.json"),
                    "Shared",
                    new FileInfo(Path.Join(_tree.Workspace.Package, "package.json")).Length.ToString(Invariant)))
                .Order(),
            found.Order());
        Assert.All(components.Values, static c => Assert.Equal(256, int.Parse(c[3], Invariant) & 256));
        Assert.Distinct(components.Values.Select(static c => c[1]));

        string PathOf(string folder) => folder == "ProgramFiles64Folder" ? @"C:\Program Files"
            : PathOf(folders[folder][1]) + "\\" + Long(folders[folder][2]);

        static string Installed(string path) => path.StartsWith("module/", Ordinal)
            ? @"C:\Program Files\WindowsPowerShell\Modules" + path["module".Length..].Replace('/', '\\')
            : @"C:\Program Files\PedOS Tools\" + path.Replace('/', '\\');

        static string Long(string name) => name.Split('|')[^1];
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Actions_RunSetupAsSystem_WithoutAWindow_InTheRightOrder()
    {
        string msi = await WriteAsync("one.msi");
        Dictionary<string, string[]> actions = (await ReadAsync(msi, "CustomAction")).ToDictionary(static a => a[0]);
        Dictionary<string, int> order = (await ReadAsync(msi, "InstallExecuteSequence"))
            .ToDictionary(static s => s[0], static s => int.Parse(s[2], Invariant));
        string[] running = [.. actions.Keys.Where(a => actions[a][3] == "RunSetup")];

        Assert.Equal(10, running.Length);
        Assert.All(running, name =>
        {
            // 1: of a library. An installed program, 18, would show its console to whoever started the repair.
            int undo = name.StartsWith("Undo", Ordinal) ? 256 : 0;
            Assert.Equal(1 + 1024 + 2048 + undo, int.Parse(actions[name][1], Invariant));
            Assert.Equal("SetupActions", actions[name][2]);
            Assert.InRange(order[name], order["InstallInitialize"] + 1, order["InstallFinalize"] - 1);

            string[] tell = actions["Tell." + name];
            Assert.Equal(("51", name), (tell[1], tell[2]));
            Assert.StartsWith("\"[INSTALLDIR]bin\\setup.exe\" ", tell[3], Ordinal);
            Assert.Contains(" --installer --quiet", tell[3], Ordinal);
            Assert.InRange(order["Tell." + name], order["OptionAccount"] + 1, order["InstallInitialize"] - 1);
        });
        Assert.DoesNotContain(actions.Values, static a => (int.Parse(a[1], Invariant) & 63) is not (1 or 19 or 51));
        Assert.Equal(("1", "TellRestart"), (actions["TellRestart"][1], actions["TellRestart"][3]));
        Assert.True(order["TellRestart"] > order["InstallFinalize"]);

        Assert.Distinct(order.Values);
        Assert.True(order["InstallInitialize"] < order["RemoveExistingProducts"]);
        Assert.True(order["RemoveExistingProducts"] < order["ProcessComponents"]);
        Assert.True(order["UndoRemove"] < order["Remove"] && order["Remove"] < order["StopServices"]);
        Assert.True(order["UndoUninstall"] < order["Uninstall"] && order["Uninstall"] < order["RemoveFiles"]);
        Assert.True(order["InstallFiles"] < order["UndoInstall"] && order["UndoInstall"] < order["Add"]);
        Assert.True(order["UndoUpdate"] < order["Add"] && order["UndoAdd"] < order["Add"]);
        Assert.True(order["Add"] < order["Repair"] && order["Repair"] < order["LogLevel"]);
        foreach (string feature in (string[])["Agent", "DisableUac", "AutomaticLogon"])
        {
            Assert.Equal($"[SetupAdd] --component {feature}", actions["Add." + feature][3]);
            Assert.Equal($"[SetupRemove] --component {feature}", actions["Remove." + feature][3]);
            Assert.InRange(order["Add." + feature], order["CostFinalize"], order["InstallInitialize"]);
            Assert.InRange(order["Remove." + feature], order["CostFinalize"], order["InstallInitialize"]);
        }
    }

    [PatientFact(Timeout = 60_000)]
    public async Task WhoeverMayStartIt_DecidesNoMoreByThat()
    {
        string msi = await WriteAsync("one.msi");
        string[] conditions = [.. (await ReadAsync(msi, "LaunchCondition")).Select(static c => c[0])];
        string[][] actions = await ReadAsync(msi, "CustomAction");

        Assert.Contains("NOT (LOGONACCOUNT >< Quote OR LOGONACCOUNT >< \"|\")", conditions);
        Assert.Equal("\"", (await ReadAsync(msi, "Property")).Single(static p => p[0] == "Quote")[1]);

        // What setup is told comes from properties that nobody can set from outside: their names are not all capitals.
        // The two that can be set are a level, which is one word of a list, and the account, which stays one word.
        string[] told = [.. actions.Where(static a => a[0].StartsWith("Tell.", Ordinal))
            .SelectMany(static a => Regex.Matches(a[3], @"\[(\w+)\]").Select(static m => m.Groups[1].Value))
            .Distinct()
            .Order(StringComparer.Ordinal)];
        Assert.Equal(["INSTALLDIR", "LOGLEVEL", "SetupAdd", "SetupOptions", "SetupRemove"], told);
        Assert.Equal("[SetupOptions]|[LOGONACCOUNT]", actions.Single(static a => a[0] == "OptionAccount")[3]);
    }

    /// <summary>Each with what Windows knows when the features have been chosen.</summary>
    [PatientTheory(Timeout = 60_000)]
    [InlineData("", "&DisableUac=2")]
    [InlineData("RefuseChoice", "&DisableUac=3")]
    [InlineData("RefuseChoice", "&DisableUac=3 !DisableUac=2 Installed=1")]
    [InlineData("", "&DisableUac=3 !DisableUac=3 Installed=1")]
    [InlineData("", "&DisableUac=2 !DisableUac=3 Installed=1 REMOVE=DisableUac")]
    [InlineData("RefuseChoice", "&DisableUac=3 OLDERVERSION={1}")]
    [InlineData("", "&DisableUac=3 AdminUser=1")]
    [InlineData("RefuseChoice RefuseNoAccount", "&AutomaticLogon=3")]
    [InlineData("RefuseChoice", "&AutomaticLogon=3 LOGONACCOUNT=Jürgen")]
    [InlineData("RefuseNoAccount", "&AutomaticLogon=3 AdminUser=1")]
    [InlineData("", "&AutomaticLogon=3 AdminUser=1 LOGONACCOUNT=Jürgen")]
    [InlineData("", "&AutomaticLogon=3 AdminUser=1 OLDERVERSION={1}")]
    [InlineData("", "&AutomaticLogon=3 !AutomaticLogon=3 Installed=1 LOGLEVEL=Debug")]
    [InlineData("RefuseChoice", "LOGONACCOUNT=Jürgen")]
    [InlineData("RefuseRepair", "Installed=1 REINSTALL=ALL")]
    [InlineData("", "Installed=1 REINSTALL=ALL AdminUser=1")]
    [InlineData("", "REINSTALL=ALL")]
    [InlineData("", "Installed=1 REMOVE=ALL")]
    public async Task WhatIsChosen_IsJudged_WhenItIsKnown(string refused, string known)
    {
        string msi = await WriteAsync("one.msi");
        Dictionary<string, string> values = known.Split(' ')
            .Select(static word => word.Split('=', 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        string[][] sequence = await ReadAsync(msi, "InstallExecuteSequence");
        string[] texts = [.. (await ReadAsync(msi, "CustomAction"))
            .Where(static a => a[1] == "19" && a[3].Length > 0).Select(static a => a[0])];
        int migrated = sequence.Where(static s => s[0] is "CostFinalize" or "MigrateFeatureStates")
            .Max(static s => int.Parse(s[2], Invariant));

        string[] refusing = [.. sequence.Where(s => texts.Contains(s[0], StringComparer.Ordinal))
            .Where(s => int.Parse(s[2], Invariant) > migrated && int.Parse(s[2], Invariant) < 1450)
            .Where(s => InstallerCondition.IsTrue(s[1], values))
            .Select(static s => s[0])
            .Order(StringComparer.Ordinal)];

        Assert.Equal(refused, string.Join(' ', refusing));
        Assert.Equal(
            "1", (await ReadAsync(msi, "Property")).Single(static p => p[0] == "MSIUSEREALADMINDETECTION")[1]);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Files_HaveTheVersionThatTheyState_AndThenNoHash()
    {
        _tree.Write("out/win-x64/setup.exe", "");
        File.Copy(typeof(InstallerPackage).Assembly.Location, _tree.Workspace.At("out", "win-x64", "setup.exe"), true);
        string msi = await WriteAsync("one.msi");
        Dictionary<string, string[]> files = (await ReadAsync(msi, "File")).ToDictionary(static f => f[0]);
        string[] hashed = [.. (await ReadAsync(msi, "MsiFileHash")).Select(static h => h[0])];
        string version = typeof(InstallerPackage).Assembly
            .GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version;

        Assert.Equal((version, "0"), (files["bin_setup.exe"][4], files["bin_setup.exe"][5]));
        Assert.DoesNotContain("bin_setup.exe", hashed);
        Assert.Equal("", files["bin_qrexec_agent.exe"][4]);
        Assert.Contains("bin_qrexec_agent.exe", hashed);

        // msiexec /f says omus, which leaves a damaged file of the right version.
        Assert.Equal(
            ["EveryFile", "51", "REINSTALLMODE", "amus"],
            (await ReadAsync(msi, "CustomAction")).Single(static a => a[0] == "EveryFile")[..4]);
        string[][] sequence = await ReadAsync(msi, "InstallExecuteSequence");
        Assert.Equal("REINSTALL", sequence.Single(static s => s[0] == "EveryFile")[1]);
        Assert.True(Number("EveryFile") < Number("CostInitialize"));

        int Number(string action) => int.Parse(sequence.Single(s => s[0] == action)[2], Invariant);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Tables_KeepTheRulesOfTheWindowsInstaller()
    {
        string msi = await WriteAsync("one.msi");
        Dictionary<string, string[][]> tables = [];
        foreach (string table in await ReaderTool.RunAsync("/", "msiinfo", "tables", msi))
        {
            tables[table] = await ReadAsync(msi, table);
        }

        Assert.Empty(InstallerRules.Broken(tables));
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Services_AreStoppedBeforeTheOneTheyDependOn()
    {
        string[][] rows = await ReadAsync(await WriteAsync("one.msi"), "ServiceControl");
        string[] stopped = [.. rows.Select(static s => s[1])];

        Assert.Equal(["qrexec-agent", "PedOSdb-daemon"], stopped);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Versions_AreToldApart()
    {
        string msi = await WriteAsync("one.msi");
        string[][] upgrade = await ReadAsync(msi, "Upgrade");
        Dictionary<string, string> properties =
            (await ReadAsync(msi, "Property")).ToDictionary(static p => p[0], static p => p[1]);

        Assert.All(upgrade, static u => Assert.Equal("{" + InstallerPackage.UpgradeCode + "}", u[0]));
        string[] older = Assert.Single(upgrade, static u => u[6] == "OLDERVERSION");
        Assert.Equal(("0.0.0", SampleTree.Version, 257), (older[1], older[2], int.Parse(older[4], Invariant)));
        string[] newer = Assert.Single(upgrade, static u => u[6] == "NEWERVERSION");
        Assert.Equal((SampleTree.Version, "", 2), (newer[1], newer[2], int.Parse(newer[4], Invariant)));
        Assert.Equal(
            ["LOGLEVEL", "LOGONACCOUNT", "NEWERVERSION", "OLDERVERSION", "TEMPLATE"],
            properties["SecureCustomProperties"].Split(';').Order(StringComparer.Ordinal));
        Assert.Equal(SampleTree.Version, properties["ProductVersion"]);
        Assert.Equal("ReallySuppress", properties["REBOOT"]);
        Assert.Contains(
            await ReadAsync(msi, "LaunchCondition"),
            static c => c[0] == "Installed OR NOT NEWERVERSION" && c[1].StartsWith("A newer version", Ordinal));
        Assert.Contains(
            await ReadAsync(msi, "LaunchCondition"), static c => c[0] == "Installed OR NOT SETUPVERSION");
        Assert.Equal("DisplayVersion", Assert.Single(await ReadAsync(msi, "RegLocator"))[3]);
        Assert.Equal("25001", Assert.Single(await ReadAsync(msi, "Error"))[0]);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Write_GivesTheSamePackageTheSameIds_AndAnotherOneOthers()
    {
        string one = await WriteAsync("one.msi");
        string two = await WriteAsync("two.msi");
        Assert.Equal(await TablesAsync(one), await TablesAsync(two));

        _tree.Write("out/win-x64/setup.exe", "another program");
        string other = await WriteAsync("three.msi");

        Assert.NotEqual(await SummaryAsync(one), await SummaryAsync(other));
        Assert.Equal(await ProductAsync(one), await ProductAsync(other));
    }

    [Theory]
    [InlineData("a/ü-b+c.txt", "a__b_c.txt")]
    [InlineData("bin/setup.exe", "bin_setup.exe")]
    public void IdOf_HasOnlyLettersThatIdsMayHave(string path, string id) =>
        Assert.Equal(id.Replace("a__", "a___", Ordinal), InstallerSource.IdOf(path));

    [Fact]
    public void Source_RefusesWhatWouldShareAnId()
    {
        InstallerSource source = new([
            new Build.Tools.PackageFile("bin/a-b", "Shared", "x"),
            new Build.Tools.PackageFile("bin/A_b", "Shared", "x"),
        ]);

        Assert.Throws<BuildException>(source.WriteFiles);
        Assert.Throws<BuildException>(() => InstallerSource.IdOf(new string('x', 73)));
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private static async Task<string[][]> ReadAsync(string msi, string table) =>
        [.. (await ReaderTool.RunAsync("/", "msiinfo", "export", msi, table))
            .Skip(3)
            .Where(static line => line.Length > 0)
            .Select(static line => line.Split('\t'))];

    private static async Task<IReadOnlyList<string>> TablesAsync(string msi)
    {
        List<string> lines = [.. await SummaryAsync(msi)];
        foreach (string table in await ReaderTool.RunAsync("/", "msiinfo", "tables", msi))
        {
            lines.AddRange((await ReadAsync(msi, table)).Select(row => table + ": " + string.Join('|', row)));
        }

        return lines;
    }

    private static Task<IReadOnlyList<string>> SummaryAsync(string msi) =>
        ReaderTool.RunAsync("/", "msiinfo", "suminfo", msi);

    private static async Task<string> ProductAsync(string msi) =>
        (await ReadAsync(msi, "Property")).Single(static p => p[0] == "ProductCode")[1];

    private async Task<string> WriteAsync(string name)
    {
        foreach (string source in (string[])["PedOSTools.wxs", "SetupActions.cpp", "WindowsApi.h"])
        {
            File.Copy(
                Path.Join(ProgramsPlace.FindRepositoryRoot(), "module", "installer", source),
                _tree.Write("module/installer/" + source, ""),
                overwrite: true);
        }

        IReadOnlyList<Build.Tools.PackageFile> files = _tree.LayOut();
        string path = _tree.Workspace.At(name);
        CodeSigning unsigned = new(_tree.Workspace, new SigningSettings { Kind = "none" });
        await new InstallerPackage(_tree.Workspace, SampleTree.Version, Date, unsigned)
            .WriteAsync(path, files, Token);
        return path;
    }
}
