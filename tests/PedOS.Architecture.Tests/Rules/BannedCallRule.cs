using PedOS.Architecture.Tests.Il;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>Calls that product code does not make, found in compiled assemblies.</summary>
public static class BannedCallRule
{
    private static readonly Dictionary<string, string> Always = new(StringComparer.Ordinal)
    {
        ["System.DateTime::get_Now"] = "time comes from TimeProvider",
        ["System.DateTime::get_UtcNow"] = "time comes from TimeProvider",
        ["System.DateTime::get_Today"] = "time comes from TimeProvider",
        ["System.DateTimeOffset::get_Now"] = "time comes from TimeProvider",
        ["System.DateTimeOffset::get_UtcNow"] = "time comes from TimeProvider",
        ["System.Threading.Thread::Sleep"] = "waiting is asynchronous",
        ["System.Threading.Tasks.TaskFactory::StartNew"] = "work is awaited where it is started",
        ["System.Threading.ThreadPool::QueueUserWorkItem"] = "work is awaited where it is started",
        ["System.Threading.ThreadPool::UnsafeQueueUserWorkItem"] = "work is awaited where it is started",
        ["System.IO.RandomAccess::FlushToDisk"] = "DiskFlush and Guest.FlushToDisk are the ways to the disk",
        ["System.Environment::FailFast"] = "a process ends by returning from Main",
    };

    private static readonly Dictionary<string, string> InLibraries = new(StringComparer.Ordinal)
    {
        ["System.Threading.Tasks.Task::Run"] = "a library does not start work behind its caller's back",
        ["System.Environment::Exit"] = "a process ends by returning from Main",
    };

    // Caller and callee, with the reason in a comment.
    private static readonly HashSet<(string Caller, string Callee)> Exceptions =
    [
        // The worker of the log: a task would take code that is compiled at the start. Its end is awaited on dispose.
        ("PedOS.Agents.Logging.FileLog::Wake", "System.Threading.ThreadPool::UnsafeQueueUserWorkItem"),

        // netstandard2.0 has no TimeProvider; whoever runs the engine without one takes the time from here.
        ("PedOS.Tools.Engine.Machines.SystemClock::get_Now", "System.DateTimeOffset::get_UtcNow"),

        // Rights of an administrator come by the shell alone, when somebody agrees; what is started is setup itself.
        ("PedOS.Setup.Elevation::StartAgain", "System.Diagnostics.ProcessStartInfo::set_UseShellExecute"),

        // A thread that cannot give up a client's identity must not do anything more.
        ("PedOS.Agents.Windows.LocalEndpoints.ClientIdentity::OfWriter", "System.Environment::FailFast"),
    ];

    /// <param name="assembly">The assembly.</param>
    /// <param name="isProgram">It has an entry point: its Program type may end the process.</param>
    public static IEnumerable<string> Check(AssemblyScan assembly, bool isProgram)
    {
        foreach (string method in assembly.AsyncVoidMethods)
        {
            yield return $"{assembly.Name}: {method} is async void";
        }

        foreach (CallSite call in assembly.Calls)
        {
            if (Reason(call, isProgram) is { } reason)
            {
                yield return $"{assembly.Name}: {call.Caller} calls {call.Callee}: {reason}";
            }
        }
    }

    private static string? Reason(CallSite call, bool isProgram)
    {
        if (Exceptions.Contains((call.Caller, call.Callee)))
        {
            return null;
        }

        if (Always.TryGetValue(call.Callee, out string? reason))
        {
            return reason;
        }

        if (InLibraries.TryGetValue(call.Callee, out reason))
        {
            return isProgram && IsInProgram(call.Caller) ? null : reason;
        }

        return call.Callee switch
        {
            "System.Diagnostics.ProcessStartInfo::set_UseShellExecute" when !call.PushedFalse =>
                "no program is started by a shell",
            "System.IO.FileStream::Flush" when call.Parameters.Contains("System.Boolean") =>
                "it keeps a failed fsync to itself; DiskFlush and Guest.FlushToDisk tell it",
            "System.Threading.Tasks.Task::Delay" when !call.Parameters.Contains("System.TimeProvider") =>
                "time comes from TimeProvider",
            _ => null,
        };
    }

    private static bool IsInProgram(string caller) =>
        caller.StartsWith("Program::", StringComparison.Ordinal)
        || caller.StartsWith("Program/", StringComparison.Ordinal)
        || caller.Contains(".Program::", StringComparison.Ordinal)
        || caller.Contains(".Program/", StringComparison.Ordinal);
}
