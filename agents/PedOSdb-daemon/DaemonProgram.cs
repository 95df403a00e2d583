namespace PedOS.DatabaseDaemon;

/// <summary>The program, whoever started it.</summary>
internal static class DaemonProgram
{
    /// <summary>Works until it is told to stop.</summary>
    /// <param name="arguments">Command line.</param>
    /// <param name="stopping">Cancelled when it is to stop.</param>
    /// <returns>Exit code: 0, or 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken stopping)
    {
        DaemonPlatform platform = DaemonPlatform.ForThisSystem();
        await using (platform)
        {
            if (DaemonOptions.TryParse(arguments, platform.DefaultOptions, out string problem) is not { } options)
            {
                await Console.Error.WriteLineAsync($"PedOSdb-daemon: {problem}\n{DaemonOptions.Usage}");
                return 2;
            }

            await platform.CreateService(options).RunAsync(stopping);
        }

        return 0;
    }
}
