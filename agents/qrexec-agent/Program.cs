using PedOS.Agents.Hosting;
using PedOS.QrexecAgent;

InlineCompletions.Enable();
AgentPlatform platform = AgentPlatform.ForThisSystem();
if (AgentOptions.TryParse(args, platform.DefaultEndpoint, out string problem) is not { } options)
{
    if (problem.Length > 0)
    {
        await Console.Error.WriteLineAsync($"qrexec-agent: {problem}").ConfigureAwait(false);
    }

    await Console.Error.WriteLineAsync(AgentOptions.Usage).ConfigureAwait(false);
    return 2;
}

using StopSignals signals = new();
await using (platform.ConfigureAwait(false))
{
    await platform.CreateAgent(options).RunAsync(signals.Stopping).ConfigureAwait(false);
}

return 0;
