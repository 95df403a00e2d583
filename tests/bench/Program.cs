using PedOS.Bench;
using PedOS.Bench.Figures;
using PedOS.Bench.Guests;
using PedOS.Bench.Processes;

BenchOptions? options = BenchOptions.TryParse(args);
if (options is null)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

if (options.Peers is not null && Environment.IsPrivilegedProcess)
{
    if (options.PeerUser is null)
    {
        Console.Error.WriteLine("bench: the original's programs refuse root; name another account with --peer-user");
        return 2;
    }

    return await PeerAccount.RunAgainAsync(options.PeerUser, options.Json, args);
}

Orphans.Adopt();
BenchRun run = new(options);
await using (run)
{
    await run.RunAsync(Console.Error.WriteLine);
}

Report report = new(run.Samples, Console.WriteLine);
Console.WriteLine("ours, dom0 scripted; medians of all rounds; \"machine\" did the like without us in the same rounds");
report.WriteOurs();
if (options.Peers is not null)
{
    Console.WriteLine();
    Console.WriteLine("ours and the original, each with the original's daemon and client");
    report.WriteRatios();
    Console.WriteLine();
    Console.WriteLine("our transport at both ends, and the original's at both");
    report.WriteTransport();
}

if (options.Json is not null)
{
    new JsonReport(run.Samples, run.Sides).Write(options.Json, options.Scale, run.Problems);
    Console.WriteLine();
    Console.WriteLine($"every value: {options.Json}");
}

Console.WriteLine();
foreach (string problem in run.Problems)
{
    Console.WriteLine($"PROBLEM {problem}");
}

Checks checks = new(run.Samples, Console.WriteLine);
checks.Problems(run.OwnProblems);
foreach (string side in run.Sides)
{
    checks.Measured(side, options.Includes);
}

if (options.Check || options.Smoke)
{
    // A short run on a busy machine says nothing about time; memory per message is the same everywhere.
    checks.Targets(options.Check ? FigureTable.All : [FigureTable.AllocationOut, FigureTable.AllocationIn]);
}

if (!options.Smoke)
{
    // What a busy machine adds to the target, measured with seven programs waiting for each processor.
    checks.Bound(FigureTable.Install, 3);
}

Console.WriteLine($"{checks.Passed} passed, {checks.Failed} failed");
return checks.Failed == 0 ? 0 : 1;
