using System.Runtime.Versioning;
using System.Text;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Tests.Child;
using Xunit;
using static PedOS.Agents.Windows.Tests.Processes.Launching;

namespace PedOS.Agents.Windows.Tests.Processes;

/// <summary>This program starts itself, which starts itself in its own place.</summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsForegroundProgramsTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-1)]
    public async Task Run_EndsAsTheProgramDoes(int code)
    {
        SkipElsewhere();
        Assert.Equal((code, "", ""), await RunAsync(Inner("exit", $"{code}")));
    }

    [Fact]
    public async Task Run_GivesTheProgramExactlyTheWords()
    {
        SkipElsewhere();
        string[] words = ["a b", "", "\"c\"", "%PATH%", "a\nb", "\\\\", "*", "größe 日本 سجل \U00020BB7", "c:\\"];

        (int code, string output, string error) = await RunAsync(Inner(["arguments", .. words]));

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            words, output.Split('\n').Select(static hex => Encoding.UTF8.GetString(Convert.FromHexString(hex))));
    }

    [Fact]
    public async Task Run_LeavesTheStreamsToTheProgram()
    {
        SkipElsewhere();
        byte[] sent = new byte[300_000];
        new Random(1).NextBytes(sent);
        using ILaunchedProcess process = await StartAsync(Inner("copy"));
        Task<byte[]> reading = ReadAllAsync(process.Output);

        Assert.True(await process.Input.WriteAsync(sent, Never));
        process.Input.Complete();

        Assert.Equal(sent, await reading);
        Assert.Equal(0, await process.Exited);
    }

    [Fact]
    public async Task Shell_WritesWhatTheCommandsWrite_AndEndsWithItsInput()
    {
        SkipElsewhere();
        Assert.Equal(("größe 日本", 5), await ShellAsync("echo %PEDOS_TEST_TEXT%& exit 5\r\n"));
        Assert.Equal(("größe 日本", 0), await ShellAsync("echo %PEDOS_TEST_TEXT%\r\n"));
    }

    [Fact(
        Skip = "evidence windows: Wine's cmd reads commands as OEM text, whatever the console says",
        SkipType = typeof(Wine),
        SkipWhen = nameof(Wine.IsHere))]
    public async Task Shell_ReadsUtf8()
    {
        SkipElsewhere();
        Assert.Equal(("Grüße 日本", 0), await ShellAsync("echo Grüße 日本\r\n"));
    }

    private static async Task<(string Output, int Code)> ShellAsync(string commands)
    {
        LaunchRequest request = Launching.Child("shell") with { Environment = [new("PEDOS_TEST_TEXT", "größe 日本")] };
        using ILaunchedProcess process = await StartAsync(request);
        Task<byte[]> reading = ReadAllAsync(process.Output);
        Assert.True(await process.Input.WriteAsync(Encoding.UTF8.GetBytes(commands), Never));
        process.Input.Complete();
        return (Encoding.UTF8.GetString(await reading).Trim(), await process.Exited);
    }

    private static LaunchRequest Inner(params string[] arguments) =>
        Launching.Child(["foreground", Environment.ProcessPath!, ChildProgram.Marker, .. arguments]);

    private static void SkipElsewhere() =>
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Windows starts programs on Windows only");
}
