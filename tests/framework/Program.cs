using PedOS.Framework;

// Arguments: a registry hive; without it what needs one is skipped. Ends with a line that the build counts.
int passed = 0;
int failed = 0;
int skipped = 0;
foreach (FrameworkCheck check in FrameworkChecks.All(args.Length > 0 ? args[0] : null))
{
    if (check.Run is null)
    {
        Console.WriteLine($"skipped: {check.Name}");
        skipped++;
        continue;
    }

    try
    {
        Console.WriteLine($"{check.Name}: {check.Run()}");
        passed++;
    }
#pragma warning disable CA1031 // whatever it is, it is the finding
    catch (Exception e)
#pragma warning restore CA1031
    {
        Console.WriteLine($"FAILED: {check.Name}: {e}");
        failed++;
    }
}

Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
return failed == 0 ? 0 : 1;
