using System.Diagnostics;
using PedOS.TestKit.Programs;

namespace PedOS.Bench.Guests;

/// <summary>
/// The original's programs refuse root, and a change of user for each call would be measured with it: the whole
/// measurement runs as another account instead.
/// </summary>
internal static class PeerAccount
{
    /// <summary>Runs this program again with the same arguments as that account.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAgainAsync(string user, string? json, IReadOnlyList<string> args)
    {
        if (json is not null)
        {
            // Where root wants the figures the account may not write; the file is made for it.
            using Process install = Process.Start("install", ["-D", "-m", "644", "-o", user, "/dev/null", json]);
            await install.WaitForExitAsync();
            if (install.ExitCode != 0)
            {
                return install.ExitCode;
            }
        }

        ProcessStartInfo info = new(
            "runuser",
            ["-u", user, "--", Environment.ProcessPath!, .. OwnAssembly(), .. args, .. Json(json)]);
        info.Environment["HOME"] = "/";
        info.Environment[ProgramsPlace.Variable] = ProgramsPlace.FullPath;
        using Process again = Process.Start(info) ?? throw new InvalidOperationException("runuser did not start");
        await again.WaitForExitAsync();
        return again.ExitCode;
    }

    private static string[] OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Path.Combine(AppContext.BaseDirectory, "bench.dll")]
            : [];

    private static string[] Json(string? json) => json is null ? [] : ["--json", Path.GetFullPath(json)];
}
