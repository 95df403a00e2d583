using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

/// <summary>
/// The one account of a machine gets a password that nobody knows: whatever decides whether Windows then really logs on
/// belongs to the component.
/// </summary>
public sealed class AutomaticLogonTests : IDisposable
{
    private const string Key = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon";
    private const string Policies = @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System";
    private const string Books = @"C:\Program Files\PedOS Setup";

    private readonly FakeWindows _machine = new();
    private readonly SamplePackage _package = new("1.0.0");

    private SetupEngine Engine => new(_machine, _package, NoObserver.Instance);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Install_TakesAwayWhatWouldDecideOtherwise_AndUndoBringsItBack()
    {
        Set("DefaultPassword", RegistryValue.Text("of the unattended installation"));
        Set("AutoLogonCount", RegistryValue.Number(3));
        Set("AutoLogonSID", RegistryValue.Text("S-1-5-21-9"));
        Set("DefaultDomainName", RegistryValue.Text("OLDNAME"));
        Set("DefaultUserName", RegistryValue.Text("Alice"));
        Set("AutoAdminLogon", RegistryValue.Text("1"));
        _machine.Disk.Secrets["DefaultPassword"] = "of Alice";
        _machine.Commit();
        IReadOnlyList<string> before = _machine.Disk.Describe(Books);

        Install("Bob");

        Assert.True(_machine.LogsOn());
        Assert.Equal("1", _machine.Registry.Find(Key, "ForceAutoLogon")?.AsText());
        Assert.Null(_machine.Registry.Find(Key, "AutoLogonSID"));
        Assert.Equal("Bob", _machine.Registry.Find(Key, "DefaultUserName")?.AsText());
        Assert.NotEqual("of Alice", _machine.Disk.Secrets["DefaultPassword"]);

        _ = Engine.Undo("first");

        Assert.Equal(before, _machine.Disk.Describe(Books));
        Assert.Equal("of Alice", _machine.Disk.Secrets["DefaultPassword"]);
        Assert.Equal(
            "of the unattended installation", _machine.Registry.Find(Key, "DefaultPassword")?.AsText());
    }

    [Fact]
    public void PlainPassword_IsInNoJournal()
    {
        Set("DefaultPassword", RegistryValue.Text("Pa55word"));
        Install("Bob");

        byte[] plain = "Pa55word"u8.ToArray();
        string encoded = Convert.ToBase64String(RegistryValue.Text("Pa55word").ToArray());
        foreach ((string path, FakeFile file) in _machine.Disk.Files)
        {
            if (!path.StartsWith(Books + @"\kept", StringComparison.Ordinal) && file.Content is { } content)
            {
                Assert.Equal(-1, content.AsSpan().IndexOf(plain));
                Assert.Equal(-1, content.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(encoded)));
            }
        }
    }

    [Fact]
    public void Windows_NeverLogsOnWithAWrongPassword_WhicheverStepWasTheLast()
    {
        Set("AutoAdminLogon", RegistryValue.Text("0"));
        _machine.Commit();
        using FakeWindows probe = _machine.Copy();
        Plan plan = Plan(probe, "Bob");
        _ = new SetupEngine(probe, _package, NoObserver.Instance).Run(plan, CancellationToken.None);
        int cuts = 0;
        for (int cut = 1; cut <= probe.Calls; cut++)
        {
            using FakeWindows machine = _machine.Copy();
            machine.CutAt = cut;
            try
            {
                _ = new SetupEngine(machine, _package, NoObserver.Instance).Run(
                    Plan(machine, "Bob"), CancellationToken.None);
            }
            catch (PowerCutException)
            {
                machine.Restart(Survival.Everything);
                cuts++;
            }

            Assert.True(machine.LogsOn(), $"call {cut}");
        }

        Assert.True(cuts > 50, $"{cuts} cuts");
    }

    [Fact]
    public void Install_ForAnotherAccount_SetsItsPassword_AndNotOnceMoreForTheSame()
    {
        Install("Bob");
        string ofBob = _machine.Disk.Secrets["DefaultPassword"];
        Assert.DoesNotContain(Plan(_machine, "bob", "same").Changes, static s => s.Resource is LogonSecretResource);

        _ = Engine.Run(Plan(_machine, "Carol", "second"), CancellationToken.None);

        Assert.NotEqual(ofBob, _machine.Disk.Secrets["DefaultPassword"]);
        Assert.True(_machine.LogsOn());
    }

    [Fact]
    public void Image_GetsNothingOfIt_BeforeItsFirstStart()
    {
        // With the switch and without the secret, the first start would try a logon that fails.
        using FakeWindows image = new(MachineKind.Image);
        Plan plan = Plan(image, "Bob");

        _ = new SetupEngine(image, _package, NoObserver.Instance).Run(plan, CancellationToken.None);

        Assert.Empty(image.Registry.ValueNames(Key));
        Assert.Equal(
            "AutoAdminLogon",
            plan.Deferred.Last(static s => s.Resource.Component == ComponentNames.AutomaticLogon).Resource.Name
                .Split('\\')[^1]);
    }

    [Theory]
    [InlineData(@"CORP\bob")]
    [InlineData("bob@example.org")]
    public void Preflight_RefusesAccounts_OfDomains(string account) =>
        Refuse(account, SetupError.ImpossibleSelection, "local account");

    [Fact]
    public void Preflight_RefusesAccounts_WithoutAPasswordOfThisMachine()
    {
        _machine.Accounts["bob"] = LogonAccountKind.Online;
        Refuse("Bob", SetupError.ImpossibleSelection, "Microsoft account");

        _machine.Accounts["bob"] = LogonAccountKind.Missing;
        Refuse("Bob", SetupError.NotFound, "no local account Bob");
    }

    [Theory]
    [InlineData(Policies, "LegalNoticeText")]
    [InlineData(Key, "LegalNoticeCaption")]
    public void Preflight_Refuses_WhereSomebodyHasToConfirmANotice(string key, string name)
    {
        _machine.Registry.Set(key, name, RegistryValue.Text("Only for authorized people"));

        Refuse("Bob", SetupError.ImpossibleSelection, name);
    }

    [Fact]
    public void Uninstall_WarnsThatNobodyKnowsThePassword()
    {
        Install("Bob");
        Plan removal = new Planner(_machine, Engine.Receipt, "second").Uninstall([]);

        Assert.Contains(
            new Preflight(_machine, _package).Warn(removal),
            static w => w.Contains("net user \"Bob\" *", StringComparison.Ordinal));
    }

    private void Refuse(string account, SetupError error, string word)
    {
        SetupException reason = Assert.Single(new Preflight(_machine, _package).Check(Plan(_machine, account)));

        Assert.Equal(error, reason.Error);
        Assert.Contains(word, reason.Message, StringComparison.Ordinal);
    }

    private void Set(string name, RegistryValue value) => _machine.Registry.Set(Key, name, value);

    private void Install(string account) =>
        _ = Engine.Run(Plan(_machine, account), CancellationToken.None);

    private Plan Plan(FakeWindows machine, string account, string id = "first") =>
        new Planner(machine, new SetupEngine(machine, _package, NoObserver.Instance).Receipt, id).Install(
            _package.List, _package, [ComponentNames.AutomaticLogon], new(LogonAccount: account));
}
