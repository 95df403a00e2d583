namespace PedOS.Build.Tools;

/// <summary>
/// Brings what the lanes need onto a Debian machine, when allowed to, and says what is left out otherwise.
/// </summary>
public sealed class MachineSetup(Workspace workspace)
{
    private static readonly TimeSpan AptTime = TimeSpan.FromMinutes(10);

    /// <summary>Installs what is missing; never fails, a missing requirement skips its lane.</summary>
    public async Task RunAsync(IReadOnlyList<Requirement> requirements, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requirements);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        List<Requirement> missing = Missing(requirements);
        if (missing.Count == 0)
        {
            return;
        }

        string[] packages = [.. missing.SelectMany(static r => r.Packages).Distinct(StringComparer.Ordinal)];
        if (WhyNotInstall() is { } obstacle)
        {
            Console.WriteLine($"setup: {obstacle}; to have every lane, run as root:");
            Console.WriteLine($"setup:   apt-get install -y --no-install-recommends {string.Join(' ', packages)}");
        }
        else
        {
            Console.WriteLine($"setup: installing {string.Join(' ', packages)}");
            await InstallAsync(packages, cancellationToken);
        }

        foreach (Requirement requirement in Missing(missing))
        {
            Console.WriteLine($"setup: {requirement.Name} is missing: {requirement.Lane} will be skipped");
        }
    }

    private static List<Requirement> Missing(IEnumerable<Requirement> requirements) =>
        [.. requirements.Where(static r => !r.IsPresent())];

    private static string? WhyNotInstall() =>
        !File.Exists("/usr/bin/apt-get") ? "this is not a Debian machine"
        : !Environment.IsPrivilegedProcess ? "not root"
        : null;

    private async Task InstallAsync(string[] packages, CancellationToken cancellationToken)
    {
        string[] install = ["install", "-y", "--no-install-recommends", .. packages];

        // A fresh machine has no package lists, an old one has stale ones: refresh, then install.
        ChildResult result = await AptAsync(["update"], cancellationToken);
        if (result.Succeeded)
        {
            result = await AptAsync(install, cancellationToken);
        }

        if (!result.Succeeded)
        {
            Console.WriteLine("setup: apt-get failed, see above");
        }
    }

    private Task<ChildResult> AptAsync(string[] arguments, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(
            new ChildCommand("/usr/bin/apt-get", arguments)
            {
                WorkingDirectory = workspace.Root,
                Timeout = AptTime,
                Environment = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" },
                Indent = "  ",
                ShowOnlyOnFailure = true,
            },
            cancellationToken);
}
