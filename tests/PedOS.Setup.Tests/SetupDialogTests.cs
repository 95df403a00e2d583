using System.Diagnostics;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Setup.Tests;

/// <summary>Setup asks, and does what is answered.</summary>
public sealed class SetupDialogTests
{
    // Numbers of the list.
    private const string Agent = "5";
    private const string Gui = "7";
    private const string Logon = "9";

    [PatientFact(Timeout = 120_000)]
    public async Task Enter_InstallsWhatIsUsual()
    {
        using SetupBench bench = new();

        SetupRun run = await AskAsync(bench, "");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains($"PedOS Windows Tools 1.2.3 for {bench.Image.Root}", run.Output, StringComparison.Ordinal);
        Assert.Contains("  5  [x]  Core agent\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  8  [ ]  User account control off (off by default)\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "1.2.3 are installed: Shared, XenBase, XenNetwork, Agent, Gui", run.Output, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Numbers_ChangeWhatIsInstalled()
    {
        using SetupBench bench = new();

        // Without the agent goes what needs it.
        SetupRun run = await AskAsync(bench, "2", Agent, "1", "77", "yes", "?", "8", "");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("That cannot be changed: all others need Shared.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Answer with nothing, a number of the list, ? or q.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("removes a barrier inside", run.Output, StringComparison.Ordinal);
        Assert.Contains("1.2.3 are installed: Shared, DisableUac\n", run.Output, StringComparison.Ordinal);

        SetupRun more = await AskAsync(bench, "8", Gui, "");
        Assert.Contains("where they are installed in version 1.2.3.\n", more.Output, StringComparison.Ordinal);
        Assert.Contains("DisableUac is installed: setup uninstall", more.Output, StringComparison.Ordinal);
        Assert.Contains(
            "1.2.3 are installed: Shared, XenBase, XenNetwork, Agent, DisableUac\n",
            more.Output,
            StringComparison.Ordinal);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task AutomaticLogon_NeedsAnAccount()
    {
        using SetupBench bench = new();

        SetupRun run = await AskAsync(bench, "2", Agent, Logon, "", "", "", "Jürgen İ");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("1.2.3 are installed: Shared, AutomaticLogon\n", run.Output, StringComparison.Ordinal);
        string later = await File.ReadAllTextAsync(bench.Image.At(@"Program Files\PedOS Tools\first-start.json"));
        Assert.Contains("Jürgen İ", later, StringComparison.Ordinal);
    }

    [PatientTheory(Timeout = 120_000)]
    [InlineData("q")]
    [InlineData("Q")]
    [InlineData(Logon, "", "q")]
    [InlineData]
    public async Task NoOrNoAnswer_ChangesNothing(params string[] answers)
    {
        using SetupBench bench = new();

        SetupRun run = await AskAsync(bench, answers);

        Assert.Equal(130, run.Code);
        Assert.Contains("stopped before anything was changed", run.Error, StringComparison.Ordinal);
        bench.AssertUnchanged();
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Interrupt_EndsItAtOnce_WhileItWaits()
    {
        using SetupBench bench = new();
        using Process process = SetupRun.StartAnswered(Words(bench));
        await process.StandardInput.WriteAsync("?\n");
        char[] shown = new char[4096];
        int length = 0;
        while (!new string(shown, 0, length).Contains("Xen disk driver\n     Faster", StringComparison.Ordinal))
        {
            length += await process.StandardOutput.ReadAsync(shown.AsMemory(length));
        }

        Signals.Send(process.Id, Signals.Interrupt);

        // Its input stays open: no answer ends it.
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        bench.AssertUnchanged();
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Uninstall_RemovesOnlyWhenItIsMeant()
    {
        using SetupBench bench = new();
        Assert.Equal(0, (await bench.InstallAsync("--component", "Agent")).Code);
        string[] words = ["uninstall", "--ask", "--image", bench.Image.Root];

        SetupRun kept = await SetupRun.AnswerAsync([""], words);
        Assert.Equal(130, kept.Code);
        Assert.Contains("are removed, with their settings and logs", kept.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.GoAsync("test")).Code);

        Assert.Equal(0, (await SetupRun.AnswerAsync(["y"], words)).Code);
        Assert.Equal(8, (await bench.GoAsync("status")).Code);
    }

    [PatientTheory(Timeout = 60_000)]
    [InlineData("--ask makes no sense with repair", "repair", "--ask")]
    [InlineData("--ask makes no sense with --json", "install", "--ask", "--quiet")]
    [InlineData("exclude each other", "install", "--ask", "--component", "Agent")]
    public async Task BadUsage_IsTold(string text, params string[] arguments)
    {
        SetupRun refused = await SetupRun.GoAsync(arguments);

        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains(text, refused.Error, StringComparison.Ordinal);
    }

    private static Task<SetupRun> AskAsync(SetupBench bench, params string[] answers) =>
        SetupRun.AnswerAsync(answers, Words(bench));

    private static string[] Words(SetupBench bench) =>
        ["install", "--ask", "--source", bench.Package, "--allow-unsigned", "--image", bench.Image.Root];
}
