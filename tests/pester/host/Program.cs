using PedOS.Pester.Host;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Volumes;

// Brings an image to a state that no cmdlet leaves behind: operations that a power cut has interrupted.
if (args is ["setup-state", string image, string package, string state])
{
    using ImageMachine machine = ImageMachine.Open(image, ImageUse.Change);
    SetupStates.Bring(machine, state, package);
    return 0;
}

// A guest for tests that are scripts: tells where its agent, its vchans and its database are, does what the script says
// line by line, and ends with its input. Exit code 1: the guest broke a rule that the real dom0 enforces.
GuestHost host = new();
await using (host)
{
    using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    await host.StartAsync(limit.Token);
    foreach (string line in host.Places)
    {
        Console.WriteLine(line);
    }

    while (await Console.In.ReadLineAsync() is { } line)
    {
        Console.WriteLine(await host.DoAsync(line));
    }

    return host.Violations.Any() ? 1 : 0;
}
