using PedOS.Agents.Hosting;
using PedOS.QrexecAgent;

AgentPlatform platform = AgentPlatform.ForThisSystem();
if (AgentOptions.TryParse(args, platform.DefaultEndpoint, out string problem) is not { } options)
{
    if (problem.Length > 0)
    {
        Console.Error.WriteLine($"qrexec-agent: {problem}");
    }

    Console.Error.WriteLine(AgentOptions.Usage);
    return 2;
}

using StopSignals signals = new();
await using (platform.ConfigureAwait(false))
{
    await platform.CreateAgent(options).RunAsync(signals.Stopping).ConfigureAwait(false);
}

return 0;
