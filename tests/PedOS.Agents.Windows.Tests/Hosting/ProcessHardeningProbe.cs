using System.Runtime.InteropServices;
using PedOS.Agents.Windows.Hosting;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Tests.Hosting;

/// <summary>
/// Hardens this process and tells what it is like afterwards; run in a child, since it cannot be undone.
/// </summary>
internal static partial class ProcessHardeningProbe
{
    public static void Run(Action<string> tell)
    {
        // As from a starter that passes on more than it means to.
        using ManualResetEvent inherited = new(false);
        nint handle = inherited.SafeWaitHandle.DangerousGetHandle();
        _ = Kernel32.SetHandleInformation(handle, Kernel32.HANDLE_FLAG_INHERIT, Kernel32.HANDLE_FLAG_INHERIT);
        ProcessHardening.Apply();
        tell(FormattableString.Invariant($"{GetErrorMode():x} "));
        _ = Kernel32.GetHandleInformation(handle, out uint flags);
        tell((flags & Kernel32.HANDLE_FLAG_INHERIT) == 0 ? "private " : "passed on ");

        // Beside the program and in the current directory: found there only by a process that was not hardened.
        string planted = Path.Combine(Path.GetTempPath(), "pedosplanted.dll");
        File.Copy(Path.Combine(Environment.SystemDirectory, "version.dll"), planted, true);
        try
        {
            Environment.CurrentDirectory = Path.GetTempPath();
            tell(LoadLibrary("pedosplanted.dll") == 0 ? "not loaded" : "loaded");
        }
        finally
        {
            File.Delete(planted);
        }
    }

    [LibraryImport("kernel32.dll")]
    private static partial uint GetErrorMode();

    [LibraryImport("kernel32.dll", EntryPoint = "LoadLibraryW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint LoadLibrary(string name);
}
