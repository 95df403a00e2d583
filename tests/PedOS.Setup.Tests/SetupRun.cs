using System.Diagnostics;
using System.Text.Json;
using PedOS.TestKit;
using PedOS.TestKit.Programs;

namespace PedOS.Setup.Tests;

/// <summary>One run of the setup program.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record SetupRun(int Code, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>The record on standard output; nothing else may be there.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Process Start(params IEnumerable<string> arguments)
    {
        Process process = StartAnswered(arguments);
        process.StandardInput.Dispose();
        return process;
    }

    /// <summary>Starts it with somebody who can answer it.</summary>
    public static Process StartAnswered(IEnumerable<string> arguments)
    {
        IReadOnlyList<string> command = DefaultSignals.Command(ProgramsPlace.PathOf("setup"), arguments);
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Runs it with answers to its questions, and then no more.</summary>
    public static async Task<SetupRun> AnswerAsync(IEnumerable<string> answers, IEnumerable<string> arguments)
    {
        using Process process = StartAnswered(arguments);
        await process.StandardInput.WriteAsync(string.Concat(answers.Select(static a => a + "\n")));
        process.StandardInput.Dispose();
        return await EndAsync(process);
    }

    public static async Task<SetupRun> EndAsync(Process process)
    {
        using CancellationTokenSource limit = new(Patience.Of(Limit));
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new SetupRun(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
        }
    }

    public static async Task<SetupRun> GoAsync(params IEnumerable<string> arguments)
    {
        using Process process = Start(arguments);
        return await EndAsync(process);
    }
}
