using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>The network of a <see cref="FakeWindows"/>.</summary>
internal sealed class FakeNetworkRestore(FakeWindows machine) : INetworkRestore
{
    public void Restore(string program, CancellationToken cancellationToken)
    {
        _ = machine.Files.Find(program) ?? throw new FileNotFoundException(program);
        if (machine.RestoreNetwork is { } restore)
        {
            restore();
            return;
        }

        machine.Do(static disk => disk.HasDom0Network = false);
        machine.Files.Delete(FakeDisk.StateOf(program));
    }
}
