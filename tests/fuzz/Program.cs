using PedOS.Fuzz;

FuzzOptions? options = FuzzOptions.TryParse(args);
if (options is null)
{
    Console.Error.WriteLine(FuzzOptions.Usage);
    return 2;
}

FuzzTarget[] targets = [.. TargetTable.All.Where(t => options.Target is null || t.Name == options.Target)];
if (targets.Length == 0)
{
    Console.Error.WriteLine($"no such target; there are: {string.Join(' ', TargetTable.All.Select(t => t.Name))}");
    return 2;
}

int failed = 0;
FuzzRun? running = null;
using Watchdog watchdog = new(() => running?.Current);
foreach (FuzzTarget target in targets)
{
    running = new FuzzRun(target, options.Seed, Console.Out);
    bool passed = options.Seconds is double seconds
        ? running.For(TimeSpan.FromSeconds(seconds / targets.Length))
        : running.ForIterations(options.Iterations);
    failed += passed ? 0 : 1;
}

Console.WriteLine($"{targets.Length - failed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
