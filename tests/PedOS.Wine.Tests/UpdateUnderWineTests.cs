using System.Text;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Limits;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>
/// Updates of a Windows that is at work. Wine has the rule of Windows here: a program that runs can be renamed, and
/// neither replaced nor deleted.
/// </summary>
public sealed class UpdateUnderWineTests : InstallationTest
{
    private const int Timeout = 240_000;
    private const string Wrapper = "qrexec-wrapper.exe";
    private const int RestartNeeded = 3;
    private const int Refused = 4;

    [PatientFact(Timeout = Timeout)]
    public async Task Update_ThatDom0Starts_ReplacesTheWrapperItRunsBelow()
    {
        string older = InstallerTree.SetupOf(await Tree.MakeAsync("1.2.3", "one", null, Token));
        Tree.Newer = Wrapper;
        string newer = InstallerTree.SetupOf(await Tree.MakeAsync("1.2.4", "two", null, Token));
        await RunAsync(0, older, "install", "--allow-unsigned", "--quiet", "--component", "Agent");
        string wrapper = Windows.At($@"Program Files\PedOS Tools\bin\{Wrapper}");
        string old = Windows.At(@"Program Files\PedOS Setup\old");
        byte[] before = await File.ReadAllBytesAsync(wrapper, Token);

        await using (ScriptedDom0 dom0 = new(
            new LoopbackVchanPlace(Windows.Vchans),
            new Dom0Options { VmId = WinePrefix.Domain, ServiceConnectTimeout = TimeSpan.FromSeconds(60) }))
        {
            dom0.Start();
            await dom0.WaitForAgentAsync(Token);
            CallResult update = await dom0.RunAsync(
                $"{WineGuest.User}:\"{newer}\" install --allow-unsigned --verbose", default, Token);

            Assert.True(update.ExitCode == RestartNeeded, update.OutputText + update.ErrorText);
            Assert.Contains(
                $"{Wrapper} runs and is replaced; a restart of Windows finishes that",
                update.OutputText,
                StringComparison.Ordinal);
            Assert.Contains("1.2.4 are installed", update.OutputText, StringComparison.Ordinal);
            byte[] after = await File.ReadAllBytesAsync(wrapper, Token);
            Assert.Equal(before.Concat(Encoding.UTF8.GetBytes("1.2.4")), after);
            Assert.Equal(before, await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(old)), Token));

            // The agent of the new version has met dom0.
            await dom0.WaitForAgentAsync(Token);
            CallResult call = await dom0.RunAsync($"{WineGuest.User}:cmd.exe /c exit 42", default, Token);
            Assert.Equal(42, call.ExitCode);
        }

        await Windows.RestartAsync(Token);
        Assert.False(Directory.Exists(old));
        await RunAsync(0, Setup, "test");
    }

    [PatientFact(Timeout = Timeout)]
    public async Task PendingRenames_MatterOnlyWhereTheyAreOurs()
    {
        string setup = InstallerTree.SetupOf(await Tree.MakeAsync("1.2.3", "one", null, Token));
        string[] install = ["install", "--allow-unsigned", "--component", "Shared"];

        await NoteAsync(@"C:\Program Files\PedOS Tools\bin\qrexec-agent.exe");
        string refused = await RunAsync(Refused, setup, install);
        Assert.Contains("(PendingRestart)", refused, StringComparison.Ordinal);

        await NoteAsync(@"C:\Program Files (x86)\Browser\1.0\msedge.exe.old");
        string installed = await RunAsync(0, setup, install);
        Assert.Contains("because of files of other software (1)", installed, StringComparison.Ordinal);
    }

    // As MoveFileEx writes it: a source and no target, each with its end, and the end of the list.
    private async Task NoteAsync(string path)
    {
        string bytes = Convert.ToHexString(Encoding.Unicode.GetBytes($@"\??\{path}" + "\0\0\0"));
        string list = string.Join(',', Enumerable.Range(0, bytes.Length / 2).Select(i => bytes.Substring(2 * i, 2)));
        await File.WriteAllTextAsync(
            Windows.At("note.reg"),
            "Windows Registry Editor Version 5.00\r\n\r\n"
            + "[HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Control\\Session Manager]\r\n"
            + $"\"PendingFileRenameOperations\"=hex(7):{list}\r\n",
            Encoding.Unicode,
            Token);
        await RunAsync(0, "regedit", "/s", @"C:\note.reg");
    }
}
