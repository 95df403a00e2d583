using PedOS.Engine.Tests.Operations;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;
using Xunit;

namespace PedOS.Engine.Tests.Resources;

/// <summary>
/// Everybody may make folders in ProgramData. Who makes the product's before it comes owns it, and with it what
/// LocalSystem writes and deletes there.
/// </summary>
public sealed class OwnedFolderTests : IDisposable
{
    private const string Home = @"C:\ProgramData\PedOS";
    private const string Logs = Home + @"\log";
    private const string Programs = @"C:\Program Files\PedOS Tools";

    private readonly EngineBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Install_MovesAFolderOfAUserAway_AndMakesItsOwn()
    {
        MakeAsUser(Home);
        MakeAsUser(Logs);
        Write(Logs + @"\of the user.txt");

        _bench.Install("first", ComponentNames.Agent);

        Assert.Equal([AccessRule.AdministratorsOnly, AccessRule.AdministratorsOnly], [Rule(Home), Rule(Logs)]);
        Assert.Empty(_bench.Machine.Files.List(Logs));
        FileEntry moved = Assert.Single(_bench.Machine.Files.List(@"C:\ProgramData"), static e =>
            e.Name.StartsWith("PedOS.before-first", StringComparison.Ordinal));
        Assert.NotNull(_bench.Machine.Files.Find($@"C:\ProgramData\{moved.Name}\log\of the user.txt"));
    }

    [Fact]
    public void Undo_GivesTheUserHisFolderBack()
    {
        MakeAsUser(Home);
        Write(Home + @"\of the user.txt");
        IReadOnlyList<string> before = _bench.WithoutBooks();
        _bench.Install("first", ComponentNames.Agent);

        _ = _bench.Engine.Undo("first");

        Assert.Equal(before, _bench.WithoutBooks());
    }

    [Fact]
    public void Undo_LeavesTheFolderAside_WhereLogsWereWrittenMeanwhile()
    {
        MakeAsUser(Home);
        Write(Home + @"\of the user.txt");
        _bench.Install("first", ComponentNames.Agent);
        Write(Logs + @"\notes.txt");

        Assert.Equal(OperationPhase.Undone, _bench.Engine.Undo("first").Phase);

        Assert.NotNull(_bench.Machine.Files.Find(Logs + @"\notes.txt"));
        Assert.Contains(_bench.Machine.Disk.Files.Keys, static path =>
            path.StartsWith(Home + ".before-", StringComparison.Ordinal)
            && path.EndsWith("of the user.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void Repair_FindsAndCorrectsOwnerAndList()
    {
        _bench.Install("first", ComponentNames.Agent);
        _bench.Machine.Files.SetSecurity(Logs, FakeSecurity.OfUser);
        _bench.Machine.Files.SetSecurity(Programs, FakeSecurity.OfAdministrator);
        HealthCheck[] found = [.. new HealthReport(_bench.Machine, HealthAdvice.Cmdlets).Run()
            .Where(static c => c.State != HealthState.Pass)];
        Assert.Contains(found, static c => c.Detail.Contains(Logs, StringComparison.Ordinal));

        _bench.Install("second");

        Assert.Equal([AccessRule.AdministratorsOnly, AccessRule.Programs], [Rule(Logs), Rule(Programs)]);

        // What is in a folder of administrators stays where it is.
        Assert.NotNull(_bench.Machine.Files.Find(Programs + @"\bin\setup.exe"));
    }

    [Fact]
    public void Install_RefusesALink_InThePlaceOfAFolder()
    {
        _bench.Machine.Disk.Files[Home] = new(null, DateTime.UnixEpoch, IsLink: true);

        SetupException failure = Assert.Throws<SetupException>(() => _bench.Install("first", ComponentNames.Agent));

        Assert.Equal(SetupError.UnsafePath, failure.Error);
    }

    [Fact]
    public void Books_OfSomebodyElse_AreNotRead()
    {
        MakeAsUser(@"C:\Program Files\PedOS Setup");

        SetupException failure = Assert.Throws<SetupException>(() => _bench.Install("first", ComponentNames.Agent));

        Assert.Equal(SetupError.UnsafePath, failure.Error);
        Assert.Contains("S-1-5-21-1-2-3-1001", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFolderWithARule_IsVerified()
    {
        _bench.Install("first", [.. ComponentCatalog.All
            .Select(static c => c.Name)
            .Where(static n => n != ComponentNames.AutomaticLogon)]);
        Receipt receipt = _bench.Engine.Receipt!;
        DirectoryResource[] ruled = [.. receipt.Entries
            .Select(static e => e.Resource)
            .OfType<DirectoryResource>()
            .Where(static d => d.Rule is not null)];
        Assert.True(ruled.Length >= 3, $"{ruled.Length} folders have a rule");
        foreach (DirectoryResource folder in ruled)
        {
            _bench.Machine.Files.SetSecurity(folder.Name, FakeSecurity.OfUser);

            Assert.False(folder.IsSame(folder.Detect(_bench.Machine), folder.Desired), folder.Name);
            Assert.Contains(
                _bench.Installation("plan").Changes, step => step.Resource.Name == folder.Name);
            _bench.Machine.Files.SetAccess(folder.Name, folder.Rule!.Value);
            Assert.True(folder.IsSame(folder.Detect(_bench.Machine), folder.Desired), folder.Name);
        }
    }

    [Theory]
    [InlineData(AccessRule.Programs)]
    [InlineData(AccessRule.AdministratorsOnly)]
    public void Rule_IsKnownByItsDescriptor_AndByNoOther(AccessRule rule)
    {
        byte[] descriptor = SecurityDescriptor.Of(rule, isDirectory: true);
        Assert.Equal(rule, FolderSecurity.RuleOf(descriptor));
        Assert.Equal("S-1-5-32-544", FolderSecurity.OwnerOf(descriptor));

        // The group, which comes last, does not matter; without anything else it is nothing.
        const int Group = 16;
        for (int at = 0; at < descriptor.Length - Group; at++)
        {
            Assert.Null(FolderSecurity.RuleOf(descriptor[..at]));
        }

        // As many entries, and the last one gives other rights.
        byte[] other = (byte[])descriptor.Clone();
        other[^(Group + Group + Group + 4)] ^= 0x10;
        Assert.Null(FolderSecurity.RuleOf(other));

        Assert.Null(FolderSecurity.RuleOf(FakeSecurity.OfAdministrator));
        Assert.Null(FolderSecurity.RuleOf(FakeSecurity.OfUser));
        Assert.True(FolderSecurity.IsTrusted(FakeSecurity.OfAdministrator));
        Assert.False(FolderSecurity.IsTrusted(FakeSecurity.OfUser));
    }

    private void MakeAsUser(string path)
    {
        _bench.Machine.Files.CreateDirectory(path, access: null);
        _bench.Machine.Files.SetSecurity(path, FakeSecurity.OfUser);
        _bench.Machine.Commit();
    }

    private void Write(string path)
    {
        using MemoryStream content = new("text"u8.ToArray());
        _bench.Machine.Files.Write(path, content, access: null, written: null);
    }

    private AccessRule? Rule(string path) =>
        FolderSecurity.RuleOf(_bench.Machine.Files.FindSecurity(path) ?? []);
}
