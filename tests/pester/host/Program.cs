using PedOS.Pester.Host;

// A guest for tests that are scripts: tells where its agent, its vchans and its database are, does what the script says
// line by line, and ends with its input. Exit code 1: the guest broke a rule that the real dom0 enforces.
GuestHost host = new();
await using (host.ConfigureAwait(false))
{
    using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    await host.StartAsync(limit.Token).ConfigureAwait(false);
    foreach (string line in host.Places)
    {
        Console.WriteLine(line);
    }

    while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { } line)
    {
        Console.WriteLine(await host.DoAsync(line).ConfigureAwait(false));
    }

    return host.Violations.Any() ? 1 : 0;
}
