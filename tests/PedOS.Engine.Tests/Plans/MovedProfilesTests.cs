using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

public sealed class MovedProfilesTests : IDisposable
{
    private const string ListKey = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    private const string SessionManagerKey = @"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager";

    private readonly FakeWindows _machine = new();
    private int _operations;

    public MovedProfilesTests()
    {
        SamplePackage package = new("1.0.0");
        _machine.Registry.Set(ListKey, "ProfilesDirectory", RegistryValue.ExpandText(@"%SystemDrive%\Users"));
        Profile("S-1-5-18", @"%systemroot%\system32\config\systemprofile");
        Profile("S-1-5-21-1-2-3-1001", @"C:\Users\Jürgen Işık");
        _machine.Registry.Set(SessionManagerKey, "BootExecute", RegistryValue.Texts(["autocheck autochk *"]));
        Plan plan = new Planner(_machine, receipt: null, "a-first").Install(
            package.List, package, [ComponentNames.MoveProfiles, ComponentNames.Gui], new());
        Engine.Run(plan, CancellationToken.None);
    }

    private SetupEngine Engine => new(_machine, new SamplePackage("1.0.0"), NoObserver.Instance);

    public static TheoryData<string, Action<FakeWindows>> Moves => new()
    {
        {
            "the folder is a link",
            static m => m.Disk.Files[@"C:\Users"] = new(null, DateTime.UnixEpoch, IsLink: true)
        },
        {
            "the folder is on another volume",
            static m => m.Registry.Set(ListKey, "ProfilesDirectory", RegistryValue.ExpandText(@"Q:\Users"))
        },
        {
            "the folder is a volume without a letter",
            static m => m.Registry.Set(ListKey, "ProfilesDirectory", RegistryValue.Text(@"\\?\Volume{1}\Users"))
        },
        {
            "one profile is on another volume",
            static m => m.Registry.Set(
                ListKey + @"\S-1-5-21-1-2-3-1002", "ProfileImagePath", RegistryValue.ExpandText(@"Q:\Users\田中 太郎"))
        },
        {
            "one profile is a link",
            static m =>
            {
                m.Registry.Set(
                    ListKey + @"\S-1-5-21-1-2-3-1002",
                    "ProfileImagePath",
                    RegistryValue.ExpandText(@"%SystemDrive%\Users\سارة"));
                m.Disk.Files[@"C:\Users\سارة"] = new(null, DateTime.UnixEpoch, IsLink: true);
            }
        },
    };

    public void Dispose() => _machine.Dispose();

    [Theory]
    [MemberData(nameof(Moves), DisableDiscoveryEnumeration = true)]
    public void Uninstall_IsRefused_UnlessTheyAreKept(string _, Action<FakeWindows> move)
    {
        move(_machine);
        IReadOnlyList<string> before = _machine.Disk.Describe("");

        Refused(() => Uninstall());
        Refused(() => Uninstall(ComponentNames.MoveProfiles));
        Refused(() => Uninstall(ComponentNames.Agent));
        Refused(() => Engine.Undo("a-first"));
        Assert.Equal(before, _machine.Disk.Describe(""));

        Plan plan = Planner().Uninstall([], keepsProfiles: true);
        Assert.DoesNotContain(plan.Steps, static s => s.Resource.Name.Contains("Users", StringComparison.Ordinal)
            || s.Resource.Name.Contains("ProfileList", StringComparison.Ordinal));
        Engine.Run(plan, CancellationToken.None);
        Assert.Null(_machine.Services.Find("prepare-volume"));
        Assert.All(
            before.Where(static line => line.Contains("ProfileList", StringComparison.Ordinal)
                || line.Contains(@"C:\Users", StringComparison.Ordinal)),
            line => Assert.Contains(line, _machine.Disk.Describe("")));
    }

    [Theory]
    [InlineData(@"relocate-dir C:\Users Q:\Users")]
    [InlineData(@"C:\Windows\System32\Relocate-Dir.exe C:\Users Q:\Users")]
    public void Uninstall_IsRefused_WhileAMoveIsPending(string entry)
    {
        _machine.Registry.Set(
            SessionManagerKey, "BootExecute", RegistryValue.Texts(["autocheck autochk *", entry]));

        Refused(() => Uninstall());
        Refused(() => Planner().Uninstall([], keepsProfiles: true));
    }

    [Fact]
    public void Uninstall_IsNotHindered_ByProfilesWhereTheyBelong()
    {
        Uninstall(ComponentNames.Gui);
        _machine.Registry.Set(
            SessionManagerKey, "BootExecute", RegistryValue.Texts(["autocheck autochk *", "others relocate-dir"]));
        Uninstall();
        Assert.Null(Engine.Receipt);
    }

    [Fact]
    public void Uninstall_OfOtherComponents_LeavesMovedProfilesAlone()
    {
        _machine.Disk.Files[@"C:\Users"] = new(null, DateTime.UnixEpoch, IsLink: true);

        Uninstall(ComponentNames.Gui);

        Assert.Contains(ComponentNames.MoveProfiles, Engine.Receipt!.Components);
    }

    private static void Refused(Action act)
    {
        SetupException e = Assert.Throws<SetupException>(act);
        Assert.Equal(SetupError.MovedProfiles, e.Error);
        Assert.NotEqual("", e.Remedy);
    }

    private void Profile(string sid, string path) =>
        _machine.Registry.Set($@"{ListKey}\{sid}", "ProfileImagePath", RegistryValue.ExpandText(path));

    private Planner Planner() => new(_machine, new SetupFolder(_machine).ReadReceipt(), $"b-{++_operations}");

    private void Uninstall(params string[] components) =>
        Engine.Run(Planner().Uninstall(components), CancellationToken.None);
}
