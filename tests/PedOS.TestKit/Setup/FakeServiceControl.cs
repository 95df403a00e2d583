using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>The services of a <see cref="FakeWindows"/> that run.</summary>
internal sealed class FakeServiceControl(FakeWindows machine) : IServiceControl
{
    public bool IsRunning(string name) => machine.RunningServices.Contains(name);

    public void Start(string name, CancellationToken cancellationToken)
    {
        if (machine.Services.Find(name) is null)
        {
            throw new SetupException(SetupError.NotFound, $"there is no service {name}", "Look at the test.");
        }

        machine.RunningServices.Add(name);
        machine.Do(static _ => { });
        if (name == ProgramNames.NetworkSetup)
        {
            machine.Do(static disk => disk.SetNetwork());
        }
    }

    public void Stop(string name, CancellationToken cancellationToken)
    {
        machine.RunningServices.Remove(name);
        machine.Do(static _ => { });
    }
}
