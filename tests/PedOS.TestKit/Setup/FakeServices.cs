using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>The services of a <see cref="FakeWindows"/>.</summary>
internal sealed class FakeServices(FakeWindows machine) : IServiceDatabase
{
    public ServiceConfiguration? Find(string name) => machine.Disk.Services.GetValueOrDefault(name);

    public void Set(ServiceConfiguration settings) => machine.Do(disk => disk.Services[settings.Name] = settings);

    public void Delete(string name)
    {
        if (Find(name) is not null)
        {
            machine.Do(disk => disk.Services.Remove(name));
            machine.RunningServices.Remove(name);
        }
    }
}
