using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

public sealed class WrittenLogsTests : IDisposable
{
    private const string Common = @"C:\ProgramData\PedOS\log";
    private const string Log = "qrexec-agent-20260101-100000-12.log";

    private readonly FakeWindows _machine = new();
    private readonly IReadOnlyList<string> _before;

    public WrittenLogsTests()
    {
        _before = _machine.Disk.Describe("");
        SamplePackage package = new("1.0.0");
        Engine.Run(
            new Planner(_machine, receipt: null, "first").Install(
                package.List, package, [ComponentNames.Agent], new()),
            CancellationToken.None);
        Write(Common, Log);
        Write(Common, "PedOSdb-daemon-20260101-100000-13_2.log");
    }

    private SetupEngine Engine => new(_machine, new SamplePackage("1.0.0"), NoObserver.Instance);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Uninstall_RemovesThem_AndTheEmptyFolder()
    {
        Assert.Contains("log-file", PlanText.Write(Plan()), StringComparison.Ordinal);

        Engine.Run(Plan(), CancellationToken.None);

        Assert.Equal(_before, _machine.Disk.Describe(""));
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("qrexec-agent.log")]
    [InlineData("other-20260101-100000-12.log")]
    [InlineData("qrexec-agent-20260101-100000-12.log.bak")]
    public void Uninstall_LeavesWhatIsOfOthers(string name)
    {
        Write(Common, name);

        Engine.Run(Plan(), CancellationToken.None);

        Assert.Equal(name, Assert.Single(_machine.Files.List(Common)).Name);
    }

    [Fact]
    public void Uninstall_LooksWhereTheSettingsSay_AndLeavesThatFolder()
    {
        Write(@"C:\Günlükler", Log);
        Write(@"C:\Elsewhere", Log);
        _machine.Registry.Set(
            @"HKLM\" + SettingNames.RootKey + @"\network-setup",
            SettingNames.LogDir,
            RegistryValue.Text(@"C:\Günlükler"));

        Engine.Run(Plan(), CancellationToken.None);

        Assert.Empty(_machine.Files.List(@"C:\Günlükler"));
        Assert.NotNull(_machine.Files.Find(@"C:\Günlükler"));
        Assert.Single(_machine.Files.List(@"C:\Elsewhere"));
    }

    [Fact]
    public void Uninstall_ThatFails_BringsThemBack()
    {
        // The last call before the end of the journal.
        Plan plan = Plan();
        using FakeWindows copy = _machine.Copy();
        SetupEngine engine = new(copy, new SamplePackage("1.0.0"), NoObserver.Instance);
        int calls = copy.Calls;
        engine.Run(plan, CancellationToken.None);
        int last = copy.Calls - calls;
        IReadOnlyList<string> installed = _machine.Disk.Describe(@"C:\Program Files\PedOS Setup");
        int failed = 0;
        for (int fail = last; fail > 0 && failed == 0; fail--)
        {
            using FakeWindows other = _machine.Copy();
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
        SamplePackage package = new("1.0.0");
        Engine.Run(
            new Planner(_machine, Engine.Receipt, "second").Install(
                package.List, package, [ComponentNames.Gui], new()),
            CancellationToken.None);

        Engine.Run(
            new Planner(_machine, Engine.Receipt, "third").Uninstall([ComponentNames.Gui]), CancellationToken.None);

        Assert.Equal(2, _machine.Files.List(Common).Count);
    }

    private Plan Plan() => new Planner(_machine, Engine.Receipt, "ninth").Uninstall([]);

    private void Write(string folder, string name)
    {
        string[] parts = folder.Split('\\');
        for (int i = 2; i <= parts.Length; i++)
        {
            _machine.Files.CreateDirectory(string.Join('\\', parts.Take(i)), access: null);
        }

        using MemoryStream content = new("one line"u8.ToArray());
        _machine.Files.Write($@"{folder}\{name}", content, access: null, written: null);
        _machine.Commit();
    }
}
