using System.Text;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Windows.Qrexec;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Sessions;
using PedOS.Agents.Windows.Tests.Logging;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Qrexec;

public sealed class WindowsServiceCatalogTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pedos catalog").FullName;
    private readonly WindowsServiceCatalog _catalog;

    public WindowsServiceCatalogTests()
    {
        Add(@"qubes-rpc-services\tool.exe", "x");
        Add(@"qubes-rpc-services\script.ps1", "x");
        _catalog = new WindowsServiceCatalog(null, null, _root, new LogLines());
    }

    public void Dispose() => Directory.Delete(_root, true);

    [Fact]
    public void Plan_ResolvesTheHandler_AndPassesTheArgumentInOnePiece()
    {
        Add(@"qubes-rpc\qubes.Tool", "tool.exe --from=x %1\r\n");
        ProcessPlan plan = Process("qubes.Tool+a b\" & calc".Replace(' ', '_'));
        Assert.Equal(Path.Combine(_root, @"qubes-rpc-services\tool.exe"), plan.Program);
        Assert.Equal(["--from=x", "a_b\"_&_calc"], plan.Arguments);
        Assert.Null(plan.CommandLine);
        Assert.Equal("user", plan.User);
        Assert.True(plan.Interactive);
        Assert.Contains(plan.Environment, v => v is { Key: "QREXEC_REMOTE_DOMAIN", Value: "work" });
    }

    [Fact]
    public void Plan_FindsProgramsOfTheInstallation_BesideTheAgent()
    {
        Add(@"bin\pedos-rpc.exe", "x");
        Add(@"qubes-rpc\qubes.Own", "pedos-rpc.exe own");
        Assert.Equal(Path.Combine(_root, @"bin\pedos-rpc.exe"), Process("qubes.Own").Program);
    }

    [Theory]
    [InlineData(@"C:\Program Files\PedOS Tools\bin\", @"C:\Program Files\PedOS Tools")]
    [InlineData(@"C:\Program Files\PedOS Tools\Bin", @"C:\Program Files\PedOS Tools")]
    [InlineData(@"Z:\out\win-x64\", @"Z:\out\win-x64")]
    public void InstallationOf_LeavesTheFolderOfPrograms(string program, string installation) =>
        Assert.Equal(installation, WindowsServiceCatalog.InstallationOf(program));

    [Fact]
    public void Plan_UsesForceUserAndNoGui()
    {
        Add(@"qubes-rpc\qubes.Tool", "tool.exe");
        QrexecCommand command = Command("DEFAULT:nogui:QUBESRPC qubes.Tool work");
        ProcessPlan plan = Assert.IsType<ProcessPlan>(
            _catalog.Plan(command, ServiceSettings.Default with { ForceUser = "日本" }));
        Assert.Equal("日本", plan.User);
        Assert.False(plan.Interactive);
    }

    [Theory]
    [InlineData("qubes.None", "", 127)]
    [InlineData("qubes.Bad", "", 125)]
    [InlineData("qubes.Bad", "nowhere.exe", 125)]
    [InlineData("qubes.Bad", @"..\qubes-rpc\tool.exe", 125)]
    [InlineData("qubes.Bad", @"sub\..\..\tool.exe", 125)]
    [InlineData("qubes.Bad", @"C:tool.exe", 125)]
    [InlineData("qubes.Bad", @"\tool.exe", 125)]
    [InlineData("qubes.Bad+x", "cmd.exe /c echo %1", 125)]
    [InlineData("qubes.Bad", "cmd.exe /c echo %1", 125)]
    [InlineData("qubes.Bad+-Force", "script.ps1 %1", 125)]
    [InlineData("qubes.Bad+\u2013Force", "script.ps1 %1", 125)]
    [InlineData("qubes.Bad", "/dev/tcp/localhost/80", 125)]
    [InlineData("qubes.Bad+a", "/dev/tcp/127.0.0.1/80", 125)]
    public void Plan_Fails(string descriptor, string definition, int code)
    {
        Add(@"qubes-rpc\qubes.Bad", definition);
        Assert.Equal(code, Assert.Throws<ServiceException>(() => Process(descriptor)).ExitCode);
    }

    [Fact]
    public void Plan_GivesCmdItsLineAsWritten()
    {
        Add(@"qubes-rpc\qubes.VMShell", "cmd.exe /d /k \"echo %USERNAME% ^& x\"");
        ProcessPlan plan = Process("qubes.VMShell");
        string cmd = Path.Combine(Environment.SystemDirectory, "cmd.exe");
        Assert.Equal($"\"{cmd}\" /d /k \"echo %USERNAME% ^& x\"", plan.CommandLine, ignoreCase: true);
        Assert.Empty(plan.Arguments);
    }

    [Fact]
    public void Plan_ConnectsToATcpService()
    {
        Add(@"qubes-rpc\qubes.Tcp", "/dev/tcp/127.0.0.1\n");
        SocketPlan plan = Assert.IsType<SocketPlan>(
            _catalog.Plan(Command("user:QUBESRPC qubes.Tcp+8080 work"), ServiceSettings.Default));
        Assert.Equal(("127.0.0.1 8080", true, "qubes.Tcp+8080 work\0"), (plan.Endpoint, plan.IsTcp, plan.Greeting));
    }

    [Fact]
    public void ReadSettings_TakesTheFullNameFirst_AndFailsOnNonsense()
    {
        Add(@"rpc-config\qubes.Tool", "wait-for-session = true");
        Add(@"rpc-config\qubes.Tool+x", "nonsense");
        ServiceCall call = Command("user:QUBESRPC qubes.Tool+y work").Service!;
        Assert.True(_catalog.ReadSettings(call).WaitForSession);
        ServiceCall broken = Command("user:QUBESRPC qubes.Tool+x work").Service!;
        Assert.Equal(125, Assert.Throws<ServiceException>(() => _catalog.ReadSettings(broken)).ExitCode);
        ServiceCall other = Command("user:QUBESRPC qubes.Other work").Service!;
        Assert.Same(ServiceSettings.Default, _catalog.ReadSettings(other));
    }

    [Fact]
    public void PlanShell_KeepsTheLine() => Assert.Equal(
        "notepad \"a b\" & x", _catalog.PlanShell(Command("user:notepad \"a b\" & x")).CommandLine);

    [Fact]
    public void PlanHelper_FindsAService_OrNothing()
    {
        Assert.Null(_catalog.PlanHelper("qubes.WaitForSession", "work"));
        Add(@"qubes-rpc\qubes.WaitForSession", "tool.exe wait %1");
        ProcessPlan plan = _catalog.PlanHelper("qubes.WaitForSession", "work")!;
        Assert.Equal(["wait"], plan.Arguments);
        Assert.False(plan.Interactive);
        Add(@"qubes-rpc\qubes.WaitForSession", "/dev/tcp/127.0.0.1/1");
        Assert.Null(_catalog.PlanHelper("qubes.WaitForSession", "work"));
    }

    [Fact]
    public void PlanHelper_RunsItAsOurOwnAccount_OrAsItsSettingsSay()
    {
        Add(@"qubes-rpc\qubes.WaitForSession", "tool.exe wait");
        ProcessPlan own = _catalog.PlanHelper("qubes.WaitForSession", "work")!;
        Assert.Equal(SessionChoice.NameOf(TokenAccount.Own), own.User);
        Add(@"rpc-config\qubes.WaitForSession", "force-user='SYSTEM'");
        Assert.Equal("SYSTEM", _catalog.PlanHelper("qubes.WaitForSession", "work")!.User);
        Add(@"rpc-config\qubes.WaitForSession", "nonsense");
        Assert.Equal(125, Assert.Throws<ServiceException>(
            () => _catalog.PlanHelper("qubes.WaitForSession", "work")).ExitCode);
    }

    [Fact]
    public void Constructor_TakesOverridingDirectories()
    {
        Add(@"other\rpc\qubes.Tool", "mine.exe");
        Add(@"other\qubes-rpc-services\mine.exe", "x");
        WindowsServiceCatalog catalog = new(
            $@"{_root}\none;{_root}\other\rpc", $@"{_root}\settings", _root, new LogLines());
        ProcessPlan plan = (ProcessPlan)catalog.Plan(
            Command("user:QUBESRPC qubes.Tool work"), ServiceSettings.Default);
        Assert.Equal($@"{_root}\other\qubes-rpc-services\mine.exe", plan.Program);
        Assert.Contains(plan.Environment, v => v.Key == "QREXEC_SERVICE_PATH");
    }

    private static QrexecCommand Command(string text) =>
        QrexecCommand.TryParse(Encoding.UTF8.GetBytes(text), out _)!;

    private ProcessPlan Process(string descriptor) => Assert.IsType<ProcessPlan>(
        _catalog.Plan(Command($"user:QUBESRPC {descriptor} work"), ServiceSettings.Default));

    private void Add(string path, string content)
    {
        string full = Path.Combine(_root, path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
