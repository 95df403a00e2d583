using System.Text;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Programs;

/// <summary>Runs a program of the product that answers in a few lines.</summary>
/// <param name="path">The program.</param>
public sealed class ToolProgram(string path)
{
    // More than the whole configuration database has.
    private const int MaxOutput = 64 * 1024 * 1024;

    /// <summary>Runs it to its end, without input.</summary>
    /// <exception cref="SetupException">It cannot be started, or was cancelled.</exception>
    public ProgramResult Run(CancellationToken cancellation, params string[] arguments)
    {
        Collector collector = new();
        using ProgramCall call =
            new(path, arguments, collector, ProgramInput.OfThisProcess, hasInput: false, cancellation);
        int exitCode = call.Finish();
        return new(
            exitCode,
            Encoding.UTF8.GetString(collector.Bytes.GetBuffer(), 0, (int)collector.Bytes.Length),
            string.Join(" ", collector.Lines));
    }

    /// <summary>Runs it, and takes anything but exit code 0 for a failure.</summary>
    /// <exception cref="SetupException">It failed, cannot be started, or was cancelled.</exception>
    public string Demand(CancellationToken cancellation, params string[] arguments)
    {
        ProgramResult result = Run(cancellation, arguments);
        return result.ExitCode == 0 ? result.Output : throw Failure(result);
    }

    /// <summary>The failure that a result tells.</summary>
    public SetupException Failure(ProgramResult result)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        string why = result.Error.Length > 0 ? result.Error : $"{name} ended with exit code {result.ExitCode}";
        return new(SetupError.SystemRefused, why, $"See that its service runs, and look into the log of {name}.");
    }

    private sealed class Collector : IProgramOutput
    {
        public MemoryStream Bytes { get; } = new();

        public List<string> Lines { get; } = [];

        public void Output(byte[] bytes)
        {
            if (Bytes.Length + bytes.Length > MaxOutput)
            {
                throw new SetupException(
                    SetupError.SystemRefused, "a program answered with far too much", "Look into its log.");
            }

            Bytes.Write(bytes, 0, bytes.Length);
        }

        public void Error(string line) => Lines.Add(line);
    }
}
