using System.Diagnostics;
using System.Globalization;
using PedOS.Build.Lanes;
using PedOS.Build.Tools;
using PedOS.TestKit.Programs;

namespace PedOS.Wine.Tests;

/// <summary>
/// A Windows of its own under Wine: what is installed in it meets nothing of other tests. One program of it runs all
/// the time, because Wine starts a second service manager when the last one has left.
/// </summary>
public sealed class WinePrefix : IAsyncDisposable
{
    /// <summary>Id of this machine.</summary>
    public const uint Domain = 42;

    private const string SystemVariables = @"HKLM\System\CurrentControlSet\Control\Session Manager\Environment";

    // The service manager counts the processes that it has started there.
    private const string ServiceCounter = @"\Control\ServiceCurrent]";

    // Folders of the user are links to those of whoever runs this.
    private static readonly EnumerationOptions NoLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly TestDirectory _directory = new();
    private readonly string _prefix;

    // Where its server has its socket; Wine would leave it behind.
    private readonly string _temporary;
    private Process? _first;

    private WinePrefix()
    {
        _prefix = _directory.MakeDirectory("prefix");
        _temporary = _directory.MakeDirectory("tmp");
        Vchans = _directory.MakeDirectory("vchan");
    }

    /// <summary>Where its programs look for vchans.</summary>
    public string Vchans { get; }

    private Dictionary<string, string> Environment => new() { ["WINEPREFIX"] = _prefix, ["TMPDIR"] = _temporary };

    /// <summary>Makes one; takes some seconds.</summary>
    public static async Task<WinePrefix> CreateAsync(CancellationToken cancellationToken)
    {
        WinePrefix made = new();
        try
        {
            await made.RunAsync(["wineboot", "-i"], cancellationToken);
            await made.RunAsync(["winecfg", "-v", "win10"], cancellationToken);

            // Services have the variables of the system, not those of whoever installs them.
            await made.SetVariableAsync("VCHAN_SOCKET_DIR", WinePath.Of(made.Vchans), cancellationToken);
            await made.SetVariableAsync(
                "VCHAN_DOMAIN", Domain.ToString(CultureInfo.InvariantCulture), cancellationToken);
            await made.CutPowerAsync(cancellationToken);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path of its drive C, as this machine names it.</summary>
    public string At(string path) => Path.Join(_prefix, "drive_c", path.Replace('\\', '/'));

    /// <summary>Files below a folder of its drive C, but for logs and temporary ones.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(At(""), "*", NoLinks)
            .Select(file => Path.GetRelativePath(At(""), file))
            .Where(static file => !file.Contains("/Temp/", StringComparison.OrdinalIgnoreCase)
                && !file.StartsWith("ProgramData/PedOS/log/", StringComparison.Ordinal)
                && !file.StartsWith("windows/Installer/", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];

    /// <summary>
    /// Lines of the registry's parts that an installation changes, but for what Wine itself changes all the time.
    /// </summary>
    public async Task<IReadOnlyList<string>> RegistryAsync(CancellationToken cancellationToken)
    {
        List<string> lines = [];
        foreach (string key in (string[])[@"HKLM\Software", @"HKLM\System\CurrentControlSet", "HKCU"])
        {
            string file = _directory.PathOf("export.reg");
            (int code, string output) = await RunAsync(
                ["reg", "export", key, WinePath.Of(file), "/y"], cancellationToken);
            Xunit.Assert.True(code == 0, output);
            string at = "";
            string text = await File.ReadAllTextAsync(file, cancellationToken);

            // A long value goes on in the next line.
            foreach (string line in text.ReplaceLineEndings("\n")
                .Replace("\\\n  ", "", StringComparison.Ordinal).Split('\n'))
            {
                at = line.StartsWith('[') ? line : at;
                if (!at.EndsWith(ServiceCounter, StringComparison.Ordinal))
                {
                    lines.Add(line == at ? line : $"{at} {line}");
                }
            }
        }

        return lines;
    }

    /// <summary>Windows starts again: what was in use when it was removed goes now.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await ServerAsync("-k");
        _ = await RunAsync(["wineboot"], cancellationToken);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, modulo 256 as Wine gives it, and what it wrote.</returns>
    public async Task<(int Code, string Output)> RunAsync(
        IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        // Wine's background processes keep standard output open for as long as they live: it is a file.
        string file = _directory.PathOf("output.txt");
        using Process process = Start(
            "/bin/sh",
            [
                "-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", file, Requirement.WineLoader,
                .. command,
            ]);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await File.ReadAllTextAsync(file, CancellationToken.None));
    }

    /// <summary>Starts a program, and ends every one as soon as something has happened; Windows starts anew.</summary>
    /// <returns>Whether the program was still at it.</returns>
    public async Task<bool> CutPowerWhenAsync(
        IReadOnlyList<string> command, Func<bool> hasHappened, CancellationToken cancellationToken)
    {
        using Process process = WineProgram.Start(Environment, command);
        while (!process.HasExited && !hasHappened())
        {
            await Task.Delay(1, cancellationToken);
        }

        bool isCut = !process.HasExited;
        await CutPowerAsync(cancellationToken);
        return isCut;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ServerAsync("-k");
        _first?.Dispose();
        await ServerAsync("-w");
        _directory.Dispose();
    }

    private Task<(int Code, string Output)> SetVariableAsync(
        string name, string value, CancellationToken cancellationToken) =>
        RunAsync(["reg", "add", SystemVariables, "/v", name, "/d", value, "/f"], cancellationToken);

    private async Task CutPowerAsync(CancellationToken cancellationToken)
    {
        await ServerAsync("-k");
        await ServerAsync("-w");
        _first?.Dispose();
        _first = WineProgram.KeepRunning(Environment);
        await RunAsync(["cmd", "/c", "ver"], cancellationToken);
    }

    private async Task ServerAsync(string option)
    {
        using Process server = Start(WineProgram.Server, [option]);
        await server.WaitForExitAsync(CancellationToken.None);
    }

    private Process Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true };
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
