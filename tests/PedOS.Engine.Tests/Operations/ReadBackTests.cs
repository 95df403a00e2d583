using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

/// <summary>A file is read back before it gets its name, and watched until the operation ends.</summary>
public sealed class ReadBackTests : IDisposable
{
    private const string Agent = @"C:\Program Files\PedOS Tools\bin\qrexec-agent.exe";

    private readonly SamplePackage _package = new("1.0.0");
    private readonly FakeWindows _windows = new();
    private readonly WatchedMachine _machine;
    private readonly IReadOnlyList<string> _before;

    public ReadBackTests()
    {
        _machine = new(_windows);
        _before = Describe();
    }

    public void Dispose()
    {
        _machine.Dispose();
        _windows.Dispose();
    }

    [Fact]
    public void EachNewFile_IsReadOnce()
    {
        Install();

        string read = Assert.Single(
            _machine.Opened, static path => path.StartsWith(Agent, StringComparison.OrdinalIgnoreCase));
        Assert.EndsWith(".new", read, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesThatWereThereAlready_AreReadAtTheEnd()
    {
        Install();
        int before = _machine.Opened.Count;
        _windows.Files.Delete(Agent);

        Install();

        string[] opened = [.. _machine.Opened.Skip(before)];
        Assert.Contains(opened, static path => path.EndsWith("setup.exe", StringComparison.Ordinal));
        Assert.Contains(opened, static path => path.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public void APackageWithAnotherContentOfTheSameLength_IsTheOneToBlame()
    {
        _package.DamageBit("bin/qrexec-agent.exe");

        SetupException e = Assert.Throws<SetupException>(Install);

        Assert.Equal(SetupError.DamagedPackage, e.Error);
        Assert.Contains(Agent, e.Message, StringComparison.Ordinal);
        Assert.Equal(_before, Describe());
    }

    [Fact]
    public void WhatReadsBackAsSomethingElse_IsNeverGivenTheName()
    {
        bool isNamed = false;
        _machine.Renamed = path => isNamed |= path == Agent;
        _machine.Spoil = static (path, content) =>
            path.StartsWith(Agent, StringComparison.OrdinalIgnoreCase) ? [.. content.Reverse()] : content;

        SetupException e = Assert.Throws<SetupException>(Install);

        Assert.Equal(SetupError.NotVerified, e.Error);
        Assert.Contains(Agent, e.Message, StringComparison.Ordinal);
        Assert.Contains("everything was put back", e.Message, StringComparison.Ordinal);
        Assert.False(isNamed);
        Assert.Equal(_before, Describe());
    }

    /// <summary>As long as before: only its time tells.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void WhatIsReplacedBeforeTheEnd_IsFound(int longer)
    {
        _machine.Renamed = path =>
        {
            if (path == Agent)
            {
                using Stream own = _windows.Files.OpenRead(Agent);
                using MemoryStream other = new(new byte[own.Length + longer]);
                _windows.Files.Delete(Agent);
                _windows.Files.Write(Agent, other, access: null, DateTime.UnixEpoch.AddTicks(1));
            }
        };

        SetupException e = Assert.Throws<SetupException>(Install);

        Assert.Equal(SetupError.NotVerified, e.Error);
        Assert.Contains(Agent, e.Message, StringComparison.Ordinal);
        Assert.Equal(_before, Describe());
    }

    [Fact]
    public void WhatVanishesBeforeTheEnd_IsFound()
    {
        _machine.Renamed = path =>
        {
            if (path == Agent)
            {
                _windows.Files.Delete(Agent);
            }
        };

        Assert.Equal(SetupError.NotVerified, Assert.Throws<SetupException>(Install).Error);
        Assert.Equal(_before, Describe());
    }

    /// <summary>A new time alone is no reason to fail: then it is read.</summary>
    [Fact]
    public void WhatOnlyGetsAnotherTime_IsReadAgain()
    {
        _machine.Renamed = path =>
        {
            if (path == Agent)
            {
                using Stream own = _windows.Files.OpenRead(Agent);
                _windows.Files.Delete(Agent);
                _windows.Files.Write(Agent, own, access: null, DateTime.UnixEpoch.AddTicks(1));
            }
        };

        Install();

        Assert.Contains(Agent, _machine.Opened);
    }

    private void Install()
    {
        string id = $"run{_machine.Opened.Count}";
        Plan plan = new Planner(_machine, new SetupFolder(_machine).ReadReceipt(), id)
            .Install(_package.List, _package, [ComponentNames.Agent], new());
        _ = new SetupEngine(_machine, _package, NoObserver.Instance).Run(plan, CancellationToken.None);
    }

    private IReadOnlyList<string> Describe() => _windows.Disk.Describe(@"C:\Program Files\PedOS Setup");
}
