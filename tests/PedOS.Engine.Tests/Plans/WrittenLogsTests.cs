using PedOS.Engine.Tests.Operations;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

public sealed class WrittenLogsTests : IDisposable
{
    private const string Common = @"C:\ProgramData\PedOS\log";
    private const string Log = "qrexec-agent-20260101-100000-12.log";

    private readonly EngineBench _bench = new();
    private readonly IReadOnlyList<string> _before;

    public WrittenLogsTests()
    {
        _before = _bench.Everything();
        _bench.Install("first", ComponentNames.Agent);
        Write(Common, Log);
        Write(Common, "PedOSdb-daemon-20260101-100000-13_2.log");
    }

    private FakeWindows Machine => _bench.Machine;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(@"C:\ProgramData\PedOS")]
    [InlineData(Common)]
    public void Install_MakesTheFolder_ForAdministratorsAndServices(string folder)
    {
        using EngineBench bench = new();

        PlanStep step = Assert.Single(
            bench.Installation("first", ComponentNames.Agent).Steps, s => s.Resource.Name == folder);

        Assert.Equal(StepChange.Add, step.Change);
        Assert.Equal(nameof(AccessRule.AdministratorsOnly), step.Resource.ToJson().Get("access").AsText());
    }

    [Fact]
    public void Uninstall_RemovesThem_AndTheEmptyFolder()
    {
        Assert.Contains("log-file", PlanText.Write(_bench.Removal("second")), StringComparison.Ordinal);

        _bench.Uninstall("second");

        Assert.Equal(_before, _bench.Everything());
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("qrexec-agent.log")]
    [InlineData("other-20260101-100000-12.log")]
    [InlineData("qrexec-agent-20260101-100000-12.log.bak")]
    public void Uninstall_LeavesWhatIsOfOthers(string name)
    {
        Write(Common, name);

        _bench.Uninstall("second");

        Assert.Equal(name, Assert.Single(Machine.Files.List(Common)).Name);
    }

    [Fact]
    public void Uninstall_LooksWhereTheSettingsSay_AndLeavesThatFolder()
    {
        Write(@"C:\Günlükler", Log);
        Write(@"C:\Elsewhere", Log);
        SetLogDir(@"C:\Günlükler");
        Machine.Files.SetAccess(@"C:\Günlükler", AccessRule.Programs);

        _bench.Uninstall("second");

        Assert.Empty(Machine.Files.List(@"C:\Günlükler"));
        Assert.NotNull(Machine.Files.Find(@"C:\Günlükler"));
        Assert.Single(Machine.Files.List(@"C:\Elsewhere"));
    }

    [Fact]
    public void Uninstall_LeavesAFolder_ThatOthersMayChange()
    {
        Write(@"C:\Günlükler", Log);
        SetLogDir(@"C:\Günlükler");
        Machine.Files.SetSecurity(@"C:\Günlükler", FakeSecurity.OfUser);

        _bench.Uninstall("second");

        Assert.Equal(Log, Assert.Single(Machine.Files.List(@"C:\Günlükler")).Name);
    }

    [Fact]
    public void Uninstall_ThatFails_BringsThemBack()
    {
        // The last call before the end of the journal.
        Plan plan = _bench.Removal("second");
        using FakeWindows copy = Machine.Copy();
        SetupEngine engine = new(copy, new SamplePackage("1.0.0"), NoObserver.Instance);
        int calls = copy.Calls;
        engine.Run(plan, CancellationToken.None);
        int last = copy.Calls - calls;
        IReadOnlyList<string> installed = _bench.WithoutBooks();
        int failed = 0;
        for (int fail = last; fail > 0 && failed == 0; fail--)
        {
            using FakeWindows other = Machine.Copy();
            other.FailAt = other.Calls + fail;
            SetupEngine setup = new(other, new SamplePackage("1.0.0"), NoObserver.Instance);
            try
            {
                setup.Run(plan, CancellationToken.None);
            }
            catch (SetupException e) when (e.Message.Contains("everything was put back", StringComparison.Ordinal))
            {
                failed = fail;
                Assert.Equal(installed, other.Disk.Describe(@"C:\Program Files\PedOS Setup"));
                Assert.NotNull(other.Files.Find($@"{Common}\{Log}"));
            }
            catch (SetupException)
            {
                // The books were being closed: the uninstall itself had ended.
            }
        }

        Assert.True(failed > 0, "no call was made to fail");
    }

    [Fact]
    public void Uninstall_OfAComponent_LeavesThem()
    {
        _bench.Install("second", ComponentNames.Gui);

        _bench.Uninstall("third", ComponentNames.Gui);

        Assert.Equal(2, Machine.Files.List(Common).Count);
    }

    private void SetLogDir(string folder) => Machine.Registry.Set(
        @"HKLM\" + SettingNames.RootKey + @"\network-setup", SettingNames.LogDir, RegistryValue.Text(folder));

    private void Write(string folder, string name)
    {
        string[] parts = folder.Split('\\');
        for (int i = 2; i <= parts.Length; i++)
        {
            Machine.Files.CreateDirectory(string.Join('\\', parts.Take(i)), access: null);
        }

        using MemoryStream content = new("one line"u8.ToArray());
        Machine.Files.Write($@"{folder}\{name}", content, access: null, written: null);
        Machine.Commit();
    }
}
