using PedOS.Agents.Sessions;

namespace PedOS.QrexecAgent;

/// <summary>The program, whoever started it.</summary>
internal static class AgentProgram
{
    /// <summary>Works until it is told to stop.</summary>
    /// <param name="arguments">Command line.</param>
    /// <param name="sessions">Tells on Windows when somebody logs on.</param>
    /// <param name="stopping">Cancelled when it is to stop.</param>
    /// <returns>Exit code: 0, or 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(string[] arguments, ISessionEvents sessions, CancellationToken stopping)
    {
        AgentPlatform platform = AgentPlatform.ForThisSystem(sessions);
        if (AgentOptions.TryParse(arguments, platform.Defaults, out string problem) is not { } options)
        {
            await Console.Error.WriteLineAsync($"qrexec-agent: {problem}\n{AgentOptions.Usage}");
            return 2;
        }

        await using (platform)
        {
            await platform.CreateAgent(options).RunAsync(stopping);
        }

        return 0;
    }
}
