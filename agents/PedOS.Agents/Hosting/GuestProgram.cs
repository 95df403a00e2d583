namespace PedOS.Agents.Hosting;

/// <summary>The frame of every program: what comes before its work and after it.</summary>
public static class GuestProgram
{
    /// <summary>
    /// Hardens the process, answers <c>--help</c> and <c>--version</c>, else runs the program the way its kind is run,
    /// and closes what the program opened through its context.
    /// </summary>
    /// <param name="guest">The system.</param>
    /// <param name="program">What the program is.</param>
    /// <param name="arguments">Command line.</param>
    /// <param name="workAsync">What it does; returns the exit code.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(
        Guest guest, ProgramDescription program, string[] arguments, Func<ProgramContext, Task<int>> workAsync)
    {
        guest.Harden();

        // Before the service manager is looked for, which can take long where that did not start us.
        string? answer = program.IsAskedFirst
            ? ProgramQuestions.AnswerFirst(program.Name, program.Usage, arguments)
            : ProgramQuestions.Answer(program.Name, program.Usage, arguments);
        if (answer is not null)
        {
            await Console.Out.WriteLineAsync(answer);
            return 0;
        }

        if (program.CompletesInline)
        {
            InlineCompletions.Enable(program.Kind == ProgramKind.Command);
        }

        switch (program.Kind)
        {
            case ProgramKind.Service:
                return await guest.RunServiceAsync(program.Name, WorkAsync);
            case ProgramKind.Task:
                using (StopSignals signals = new())
                {
                    return await WorkAsync(signals.Stopping);
                }

            default:
                return await WorkAsync(CancellationToken.None);
        }

        async Task<int> WorkAsync(CancellationToken stopping)
        {
            await using ProgramContext context = new(guest, program, arguments, stopping);
            return await workAsync(context);
        }
    }
}
