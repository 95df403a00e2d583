using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

/// <summary>Programs of others that read what the build made.</summary>
internal static class ReaderTool
{
    /// <summary>Runs one, which has to succeed.</summary>
    /// <returns>Its lines.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string folder, string program, params IReadOnlyList<string> arguments)
    {
        ChildResult result = await TryAsync(folder, program, arguments);
        Assert.True(result.Succeeded, $"{program}: {string.Join('\n', result.Lines)}");
        return result.Lines;
    }

    /// <summary>Runs one.</summary>
    public static Task<ChildResult> TryAsync(
        string folder, string program, params IReadOnlyList<string> arguments) =>
        ChildProcess.RunAsync(
            new ChildCommand(program, arguments)
            {
                WorkingDirectory = folder,
                Timeout = TimeSpan.FromMinutes(1),
                Environment = DotNet.Environment,
                Screen = TextWriter.Null,
            },
            TestContext.Current.CancellationToken);
}
