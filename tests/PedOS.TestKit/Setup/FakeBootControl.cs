using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>How a <see cref="FakeWindows"/> starts.</summary>
internal sealed class FakeBootControl(FakeWindows machine) : IBootControl
{
    public string Identity => machine.BootIdentity;

    public string? PendingServicing => machine.PendingServicing;

    public IReadOnlyList<PendingRename> PendingRenames =>
    [
        .. machine.PendingRenames,
        .. machine.Disk.GoAtRestart.Select(static path => new PendingRename(path, "")),
    ];

    public bool IsSecureBoot => machine.IsSecureBoot;

    public bool IsBitLockerOn => machine.IsBitLockerOn;

    public bool AllowsTestSigning => machine.Disk.AllowsTestSigning;

    public void SetTestSigning(bool isAllowed) => machine.Do(disk => disk.AllowsTestSigning = isAllowed);

    public void Restart() => machine.Restart(Survival.Everything);
}
