using PedOS.Build.Packaging;
using PedOS.Build.Targets;
using PedOS.Build.Tools;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Shell;
using Xunit;
using PackageFile = PedOS.Build.Tools.PackageFile;

namespace PedOS.Build.Tests.Packaging.Drivers;

/// <summary>A package with drivers as MSI, as CD, and installed into an image.</summary>
public sealed class DriverInstallerTests : IDisposable
{
    private readonly DriverBench _bench = new();

    public DriverInstallerTests()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        _bench.WriteAll();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [PatientFact(Timeout = 60_000)]
    public async Task Msi_HasTheFeaturesOfTheDrivers_AndTheirFiles()
    {
        Assert.SkipUnless(
            Requirement.InstallerTools.IsPresent(), Requirement.InstallerTools.Name + " is not installed");
        (IReadOnlyList<PackageFile> files, _) = await _bench.LayOutAsync(Token);
        string msi = _bench.Tree.Workspace.At("drivers.msi");

        await new InstallerPackage(
                _bench.Tree.Workspace, SampleTree.Version, DriverBench.Date, _bench.None)
            .WriteAsync(msi, files, Token);

        Dictionary<string, string[]> features = (await ReadAsync(msi, "Feature")).ToDictionary(static f => f[0]);
        Assert.All(ComponentCatalog.Drivers, c =>
        {
            string[] row = features[c.Name];
            Assert.Equal(c.Needs[^1], row[1]);
            Assert.Equal(c.Title, row[2]);
            Assert.Equal(c.Default is ComponentDefault.On ? "1" : "1000", row[5]);
        });
        Dictionary<string, string> owners =
            (await ReadAsync(msi, "FeatureComponents")).ToDictionary(static f => f[1], static f => f[0]);
        string[][] table = await ReadAsync(msi, "File");
        Assert.Equal(
            files.Where(static f => f.Path.StartsWith("drivers/", StringComparison.Ordinal))
                .Select(static f => $"{InstallerSource.IdOf(f.Path)} {f.Component}")
                .Order(StringComparer.Ordinal),
            table.Where(static f => f[0].StartsWith("drivers_", StringComparison.Ordinal))
                .Select(f => $"{f[0]} {owners[f[1]]}")
                .Order(StringComparer.Ordinal));
        string[] actions = [.. (await ReadAsync(msi, "CustomAction")).Select(static a => a[0])];
        Dictionary<string, int> order = (await ReadAsync(msi, "InstallExecuteSequence"))
            .ToDictionary(static s => s[0], static s => int.Parse(s[2], null));
        Assert.All(ComponentCatalog.Drivers, c =>
        {
            Assert.Contains("Add." + c.Name, actions);
            Assert.Contains("Remove." + c.Name, actions);
            Assert.InRange(order["Add." + c.Name], order["CostFinalize"], order["InstallInitialize"]);
        });
        Assert.Distinct(order.Values);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Cd_HasTheDrivers()
    {
        Assert.SkipUnless(Requirement.ImageTools.IsPresent(), Requirement.ImageTools.Name + " is not installed");
        _ = await _bench.LayOutAsync(Token);
        string image = _bench.Tree.Workspace.At("drivers.iso");

        await new IsoImage(_bench.Tree.Workspace, DriverBench.Date).WriteAsync(image, [], Token);

        IReadOnlyList<string> found = await ReaderTool.RunAsync("/", "bsdtar", "-tf", image);
        Assert.Contains("drivers/xennet/xennet.sys", found);
        Assert.Contains("drivers/pedos-test-root.cer", found);
        string target = Directory.CreateDirectory(_bench.Tree.Workspace.At("entpackt")).FullName;
        await ReaderTool.RunAsync(target, "bsdtar", "-xf", image);
        Assert.True(new PackageCheck(target).Require() > 15);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Distribution_HandsThemOut()
    {
        Assert.SkipUnless(
            Requirement.ImageTools.IsPresent() && Requirement.InstallerTools.IsPresent(),
            "the tools for images or for the MSI are not installed");
        _bench.WriteBuilt();
        Workspace workspace = _bench.Tree.Workspace;
        var distribution = new Distribution(workspace, DriverBench.Date, _bench.Test, _bench.Read());

        await distribution.LayOutAsync(["setup", "qrexec-agent", "PedOSdb-daemon"], Token);
        await distribution.WriteInstallerAsync(Token);
        await distribution.WriteImageAsync(Token);
        await distribution.CloseAsync(Token);

        Assert.Equal(5, FolderPackage.Look(workspace.Package).Drivers.Count);
        Assert.Equal(0, await new SignTarget(_bench.Test).RunAsync(["--verify", workspace.Package], Token));
        Assert.True(new PackageCheck(workspace.Distribution).Require() > 5);
        string bill = await File.ReadAllTextAsync(
            Assert.Single(Directory.GetFiles(workspace.Distribution, "*.cdx.json")), Token);
        Assert.Contains("drivers/xenvbd/xenvbd.sys", bill, StringComparison.Ordinal);
        Assert.Contains("device-driver", bill, StringComparison.Ordinal);
        string image = Assert.Single(Directory.GetFiles(workspace.Distribution, "*.iso"));
        string target = Directory.CreateDirectory(workspace.At("entpackt")).FullName;
        await ReaderTool.RunAsync(target, "bsdtar", "-xf", image);
        Assert.Equal(
            FileHash.Of(Path.Join(workspace.Package, "drivers", "xenbus", "xenbus.cat")),
            FileHash.Of(Path.Join(target, "drivers", "xenbus", "xenbus.cat")));
        Assert.Single(Directory.GetFiles(workspace.Distribution, "*.rpm"));
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Install_OfAnImage_LeavesTheDriversForTheFirstStart_AndTrustsTheirSigner()
    {
        Assert.SkipWhen(WindowsImage.MissingReason is not null, WindowsImage.MissingReason ?? "");
        _ = await _bench.LayOutAsync(Token);
        WindowsImage image = WindowsImage.Create(_bench.Tree.Workspace.At("Vorlage 日本"));
        var package = FolderPackage.Load(
            _bench.Tree.Workspace.Package, PackageTrust.Everybody(DateTimeOffset.UtcNow));
        using var machine = ImageMachine.Open(image.Root);
        SetupEngine engine = new(machine, package, NoObserver.Instance);
        Plan plan = new SetupPlans(new Planner(machine, engine.Receipt, "first"), engine.Receipt, package)
            .Install([ComponentNames.XenNetwork], new());

        Assert.Empty(new Preflight(machine, package).Check(plan));
        Assert.Equal(OperationPhase.Done, engine.Run(plan, Token).Phase);

        Plan first = new FirstStartPlan(machine).Read();
        Assert.Equal(
            [
                @"C:\Program Files\PedOS Tools\drivers\xenbus\xenbus.inf",
                @"C:\Program Files\PedOS Tools\drivers\xeniface\xeniface.inf",
                @"C:\Program Files\PedOS Tools\drivers\xenvif\xenvif.inf",
                @"C:\Program Files\PedOS Tools\drivers\xennet\xennet.inf",
            ],
            first.Steps.Select(static s => s.Resource).OfType<DriverResource>().Select(static d => d.Name));
        Assert.Single(first.Steps.Select(static s => s.Resource).OfType<TestSigningResource>());
        Assert.True(File.Exists(image.At(@"Program Files\PedOS Tools\drivers\xennet\xennet.cat")));
        Assert.False(Directory.Exists(image.At(@"Program Files\PedOS Tools\drivers\xenvbd")));
        const string Stores = @"HKLM\SOFTWARE\Microsoft\SystemCertificates\";
        string root = ThumbprintOf("pedos-test-root.cer");
        string signer = ThumbprintOf("pedos-signer.cer");
        Assert.True(machine.Registry.KeyExists($@"{Stores}ROOT\Certificates\{root}"));
        Assert.True(machine.Registry.KeyExists($@"{Stores}TrustedPublisher\Certificates\{signer}"));
        Assert.False(machine.Registry.KeyExists($@"{Stores}ROOT\Certificates\{signer}"));
    }

    private static async Task<string[][]> ReadAsync(string msi, string table) =>
        [.. (await ReaderTool.RunAsync("/", "msiinfo", "export", msi, table))
            .Skip(3)
            .Where(static line => line.Length > 0)
            .Select(static line => line.Split('\t'))];

    private string ThumbprintOf(string name) => new CertificateBlob(File.ReadAllBytes(
        Path.Join(_bench.Tree.Workspace.Package, "drivers", name))).Thumbprint;
}
