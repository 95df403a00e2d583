using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// A job object that holds a call's program and everything it starts. It ends nothing when it is closed: a program
/// outlives its caller. A program may leave it, as some installers and browsers must.
/// </summary>
internal static unsafe class CallJob
{
    /// <summary>Makes an empty job.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static SafeFileHandle Create()
    {
        SafeFileHandle job = Kernel32.CreateJobObject(0, 0);
        Kernel32.JobLimits limits = new() { Flags = Kernel32.JOB_OBJECT_LIMIT_BREAKAWAY_OK };
        if (!job.IsInvalid && Kernel32.SetInformationJobObject(
            job, Kernel32.JobObjectExtendedLimitInformation, &limits, sizeof(Kernel32.JobLimits)))
        {
            return job;
        }

        IOException refused = Win32Error.Last("a job object cannot be made");
        job.Dispose();
        throw refused;
    }
}
