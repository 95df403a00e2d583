using System.Text;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Limits;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>
/// The whole life of an installation in a Windows of its own: setup installs the published programs, the service
/// manager starts them, calls and files travel between dom0 on the Linux side and them, and nothing is left at the end.
/// </summary>
public sealed class SetupUnderWineTests : InstallationTest
{
    private const int Timeout = 240_000;
    private const int FileSize = 3_000_000;

    // What Windows does with files when it starts the next time.
    private const string Noted = @"\Control\Session Manager] ""PendingFileRenameOperations""=hex(7):";

    private readonly byte[] _content = SomeBytes();

    [PatientFact(Timeout = Timeout)]
    public async Task Installation_Works_AndUninstallingLeavesNothing()
    {
        string msi = await Tree.MakeAsync("1.2.3", "one", null, Token);
        string setup = InstallerTree.SetupOf(msi);
        IReadOnlyList<string> files = Windows.Files();
        IReadOnlyList<string> registry = await Windows.RegistryAsync(Token);

        await RunAsync(0, setup, "install", "--allow-unsigned", "--component", "Agent");
        Assert.NotEqual(files, Windows.Files());
        Assert.NotEqual(registry, await Windows.RegistryAsync(Token));

        await using (ScriptedDom0 dom0 = new(
            new LoopbackVchanPlace(Windows.Vchans),
            new Dom0Options
            {
                VmId = WinePrefix.Domain,
                Policy = Answer,
                ServiceConnectTimeout = TimeSpan.FromSeconds(60),
            }))
        {
            dom0.Start();
            await dom0.WaitForAgentAsync(Token);
            CallResult call = await RunInGuestAsync(dom0, "echo Grüße& exit 42");
            Assert.Equal(42, call.ExitCode);

            await FileTravelsBothWaysAsync(dom0);
            await TextTravelsBothWaysAsync(dom0);
            await LogLevelChangesAtOnceAsync(dom0);
        }

        // the program that uninstalls is the installed one: it removes itself
        await RunAsync(0, Setup, "uninstall");

        // It was in use itself: that it goes when Windows starts again is noted until then, and nothing else is new.
        IReadOnlyList<string> after = await Windows.RegistryAsync(Token);
        string[] notes = [.. after.Where(static line => line.Contains(Noted, StringComparison.Ordinal))];
        Assert.All(notes, static note => Assert.All(PathsOf(note), static path => Assert.StartsWith(
            @"\??\C:\Program Files\PedOS Setup", path, StringComparison.Ordinal)));
        string[] changes = [
            .. registry.Except(after, StringComparer.Ordinal).Select(static line => "- " + line),
            .. after.Except(registry, StringComparer.Ordinal).Except(notes).Select(static line => "+ " + line)];
        Assert.True(changes.Length == 0, string.Join('\n', changes));
        await Windows.RestartAsync(Token);
        Assert.Equal(files, Windows.Files());
        Assert.DoesNotContain(
            await Windows.RegistryAsync(Token), static line => line.Contains(Noted, StringComparison.Ordinal));
    }

    private static string[] PathsOf(string note) => Encoding.Unicode
        .GetString(Convert.FromHexString(
            note[(note.IndexOf(Noted, StringComparison.Ordinal) + Noted.Length)..]
                .Replace(",", "", StringComparison.Ordinal)))
        .Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private async Task FileTravelsBothWaysAsync(ScriptedDom0 dom0)
    {
        string client = $"\"{Programs}qrexec-client-vm.exe\" dom0";
        CallResult fetched = await RunInGuestAsync(dom0, $"\"{client} test.Send > C:\\überbracht.bin\"");
        Assert.True(fetched.ExitCode == 0, fetched.ErrorText);
        string file = Windows.At("überbracht.bin");
        Assert.Equal(_content, await File.ReadAllBytesAsync(file, Token));

        // 7 is what dom0's service ends with when it got the same bytes
        CallResult returned = await RunInGuestAsync(dom0, $"\"{client} test.Take < C:\\überbracht.bin\"");
        Assert.Equal(7, returned.ExitCode);
        File.Delete(file);
    }

    private static async Task TextTravelsBothWaysAsync(ScriptedDom0 dom0)
    {
        const string Text = "Grüße\naus İstanbul, 日本 und مصر\n";
        CallResult pasted = await CallAsync(dom0, "qubes.ClipboardPaste", Encoding.UTF8.GetBytes(Text));
        Assert.Equal((0, ""), (pasted.ExitCode, pasted.ErrorText));
        CallResult copied = await CallAsync(dom0, "qubes.ClipboardCopy", default);
        Assert.Equal((0, Text, ""), (copied.ExitCode, copied.OutputText, copied.ErrorText));
    }

    private async Task LogLevelChangesAtOnceAsync(ScriptedDom0 dom0)
    {
        Assert.Equal(0, DebugLines());
        int handshakes = dom0.Handshakes;
        await RunAsync(0, Setup, "log-level", "Debug", "--component", "qrexec-agent");
        _ = await RunInGuestAsync(dom0, "exit 0");
        while (DebugLines() == 0)
        {
            // the log is written behind the call; the test's time ends it
            await Task.Delay(100, Token);
        }

        Assert.Equal(handshakes, dom0.Handshakes);
    }

    private int DebugLines() => Directory
        .EnumerateFiles(Windows.At(@"ProgramData\PedOS\log"), "qrexec-agent*.log")
        .Sum(static file =>
        {
            using FileStream stream = new(
                file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(stream);
            return reader.ReadToEnd().Split('\n').Count(static line => line.Contains("Z D ", StringComparison.Ordinal));
        });

    private PolicyAnswer Answer(ServiceRequest request) => request.Service switch
    {
        "test.Send" => PolicyAnswer.Allow(async (side, token) =>
        {
            await side.WriteAsync(_content, token);
            return 0;
        }),
        "test.Take" => PolicyAnswer.Allow(async (side, token) =>
            (await side.ReadAllAsync(token)).AsSpan().SequenceEqual(_content) ? 7 : 1),
        _ => PolicyAnswer.Refuse,
    };

    private static Task<CallResult> RunInGuestAsync(ScriptedDom0 dom0, string command) =>
        dom0.RunAsync($"{WineGuest.User}:cmd.exe /c {command}", default, Token);

    private static Task<CallResult> CallAsync(ScriptedDom0 dom0, string service, ReadOnlyMemory<byte> input) =>
        dom0.RunAsync($"{WineGuest.User}:QUBESRPC {service} dom0", input, Token);

    private static byte[] SomeBytes()
    {
        byte[] content = new byte[FileSize];
        new Random(11).NextBytes(content);
        return content;
    }
}
