using System.Collections;
using System.Globalization;
using System.Text;
using PedOS.Agents.Windows.Processes;

namespace PedOS.Agents.Windows.Tests.Child;

/// <summary>What the tests start as the program of a call.</summary>
internal static class ChildProgram
{
    /// <summary>First argument that makes this program a child.</summary>
    public const string Marker = "--child";

    /// <summary>Variable that makes this program a child without arguments; its value is what the child does.</summary>
    public const string Variable = "PEDOS_TEST_CHILD";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static int Run(string[] arguments)
    {
        using Stream input = Console.OpenStandardInput();
        using Stream output = Console.OpenStandardOutput();
        using Stream error = Console.OpenStandardError();
        switch (arguments[0])
        {
            case "exit":
                return int.Parse(arguments[1], CultureInfo.InvariantCulture);
            case "arguments":
                Write(output, string.Join(
                    '\n', arguments.Skip(1).Select(a => Convert.ToHexString(Encoding.UTF8.GetBytes(a)))));
                return 0;
            case "foreground":
                // None of its own streams is used.
                return new WindowsForegroundPrograms().RunAsync(arguments[1..]).GetAwaiter().GetResult();
            case "shell":
                WindowsForegroundPrograms programs = new();
                return programs.RunAsync(programs.Shell).GetAwaiter().GetResult();
            case "copy":
                input.CopyTo(output, 65536);
                return 0;
            case "environment":
                Write(output, string.Join(
                    '\n',
                    Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => $"{v.Key}={v.Value}")));
                return 0;
            case "directory":
                Write(output, Environment.CurrentDirectory);
                return 0;
            case "both":
                Write(output, "to output");
                Write(error, "to error");
                return 0;
            case "close-input":
                _ = NativeProbe.CloseHandle(NativeProbe.GetStdHandle(NativeProbe.StandardInput));
                Write(output, "closed");
                using (EventWaitHandle end = EventWaitHandle.OpenExisting(arguments[1]))
                {
                    _ = end.WaitOne(Limit);
                }

                return 0;
            case "close-output":
                Write(output, "before");
                _ = NativeProbe.CloseHandle(NativeProbe.GetStdHandle(NativeProbe.StandardOutput));
                using (EventWaitHandle end = EventWaitHandle.OpenExisting(arguments[1]))
                {
                    _ = end.WaitOne(Limit);
                }

                return 5;
            case "complete-output":
                return ChildOutput.Complete(arguments[1], error);
            case "complete-shared-output":
                return ChildOutput.CompleteShared();
            case "write-to-nothing":
                return ChildOutput.WriteToNothing(arguments[1] == "0" ? 0 : -1);
            case "write-until-nobody-reads":
                return ChildOutput.WriteUntilNobodyReads();
            case "signal":
                // With everything on the null device: input at its end, output into nothing.
                Write(output, "nobody reads this");
                Write(error, "nor this");
                if (input.ReadByte() == -1)
                {
                    using EventWaitHandle done = EventWaitHandle.OpenExisting(arguments[1]);
                    _ = done.Set();
                }

                return 0;
            case "service":
                return ChildService.Run(arguments[1], arguments[2]);
            case "hardened":
                Hosting.ProcessHardeningProbe.Run(text => Write(output, text));
                return 0;
            case "empty-write":
                return EmptyWrite(output);
            case "handle":
                Write(output, NativeProbe.GetHandleInformation(
                    nint.Parse(arguments[1], CultureInfo.InvariantCulture), out _) ? "seen" : "not seen");
                return 0;
            case "job":
                bool asked = NativeProbe.IsProcessInJob(-1, 0, out int inJob);
                Write(output, asked && inJob != 0 ? "in a job" : "in no job");
                return 0;
            default:
                return 99;
        }
    }

    private static unsafe int EmptyWrite(Stream output)
    {
        nint handle = NativeProbe.GetStdHandle(NativeProbe.StandardOutput);
        byte nothing = 0;
        Write(output, "one");
        for (int i = 0; i < 10; i++)
        {
            _ = NativeProbe.WriteFile(handle, &nothing, 0, out _, 0);
        }

        Write(output, "two");
        return 0;
    }

    private static void Write(Stream stream, string text)
    {
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush();
    }
}
