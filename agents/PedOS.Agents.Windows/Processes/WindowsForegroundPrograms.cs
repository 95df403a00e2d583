using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Sessions;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// Programs in the place of this one, on Windows. They share our console, which nobody sees, and which reads and writes
/// UTF-8: console programs ask it how to write text into a pipe.
/// </summary>
public sealed class WindowsForegroundPrograms : IForegroundPrograms
{
    private const uint Utf8 = 65001;

    private static readonly uint[] Streams =
        [Kernel32.STD_INPUT_HANDLE, Kernel32.STD_OUTPUT_HANDLE, Kernel32.STD_ERROR_HANDLE];

    /// <inheritdoc/>
    /// <remarks>
    /// /d ignores AutoRun. /q and /k with something to do leave out banner, prompt and echo: standard output has what
    /// the commands write and nothing else.
    /// </remarks>
    public IReadOnlyList<string> Shell { get; } =
        [$@"{Environment.SystemDirectory}\cmd.exe", "/d", "/q", "/k", "rem"];

    /// <inheritdoc/>
    public async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        string program = ProgramSearch.OfThisProcess().Find(words[0]);
        LaunchRequest request = new(program, [.. words.Skip(1)], null, [], "", Interactive: true);
        ShareConsole();
        using LaunchAccount ourselves = new() { OnDesktop = true };
        ProcessStart start = new()
        {
            Name = request.Name,
            Invocation = WindowsInvocation.For(request, Environment.SystemDirectory),
            Account = ourselves,
            Environment = null,
            Directory = null,
            SharesConsole = true,
        };
        SafeFileHandle[] streams = [.. Streams.Select(Take)];
        SafeProcessHandle process;
        try
        {
            (process, _) = start.Run(streams[0], streams[1], streams[2]);
        }
        finally
        {
            foreach (SafeFileHandle stream in streams)
            {
                stream.Dispose();
            }
        }

        return await ProcessExit.WaitAsync(process);
    }

    private static void ShareConsole()
    {
        if (Kernel32.GetConsoleCP() == 0)
        {
            // Started without one.
            _ = Kernel32.AllocConsole();
        }

        _ = Kernel32.SetConsoleCP(Utf8);
        _ = Kernel32.SetConsoleOutputCP(Utf8);
    }

    // Ours alone from here on; two streams may be one handle, which the other one still needs.
    private static SafeFileHandle Take(uint which)
    {
        nint handle = Kernel32.GetStdHandle(which);
        if (handle is 0 or -1)
        {
            return NullDevice.OpenInheritable();
        }

        bool isShared = Streams.Any(other => other != which && Kernel32.GetStdHandle(other) == handle);
        bool isKept = isShared || which == Kernel32.STD_ERROR_HANDLE;
        _ = Kernel32.SetHandleInformation(handle, Kernel32.HANDLE_FLAG_INHERIT, Kernel32.HANDLE_FLAG_INHERIT);
        return new SafeFileHandle(handle, ownsHandle: !isKept);
    }
}
