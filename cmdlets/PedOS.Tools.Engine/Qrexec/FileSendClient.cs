using System.Diagnostics;
using PedOS.Tools.Engine.Native;
using PedOS.Tools.Engine.Programs;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Qrexec;

/// <summary>Sends files, through the program <c>pedos-rpc</c>.</summary>
/// <param name="program">The program.</param>
/// <param name="progress">Is told how far it is.</param>
/// <param name="warn">Takes what is not sent or not removed, and why.</param>
/// <param name="cancellation">Ends a transfer at once.</param>
public sealed class FileSendClient(
    string program, Action<FileProgress> progress, Action<string> warn, CancellationToken cancellation)
{
    private const string Prefix = "pedos-rpc: ";

    /// <summary>Sends.</summary>
    /// <param name="request">What, and where to.</param>
    /// <returns>What the other machine has.</returns>
    /// <exception cref="SetupException">
    /// It has not said that it has everything, or the transfer was cancelled. Everything is still here then.
    /// </exception>
    public FileTransfer Send(FileTransferRequest request)
    {
        QrexecRequest.CheckTarget(request.Target);
        List<string> arguments = [request.IsMove ? "qvm-move-to-vm" : "qvm-copy-to-vm", "--report"];
        if (request.IgnoresLinks)
        {
            arguments.Add("--ignore-symlinks");
        }

        if (request.SkipsCloud)
        {
            arguments.Add("--skip-cloud");
        }

        arguments.AddRange(["--", request.Target, .. request.Paths]);
        Listener listener = new(progress);
        using ProgramCall call =
            new(program, arguments, listener, ProgramInput.OfThisProcess, hasInput: false, cancellation);
        int exitCode = call.Finish();
        if (listener.Outcome is not { } outcome)
        {
            throw Failure(request.Target, exitCode, listener);
        }

        listener.Lines.ForEach(warn);
        try
        {
            return Read(request, outcome, listener.Duration);
        }
        catch (FormatException)
        {
            throw Failure(request.Target, exitCode, listener);
        }
    }

    private static FileTransfer Read(FileTransferRequest request, JsonValue outcome, TimeSpan duration)
    {
        long skipped = outcome.Get("skipped").AsNumber();
        long stayed = outcome.Get("stayed").AsNumber();
        return new(
            request.Target,
            request.Paths,
            outcome.Get("files").AsNumber(),
            outcome.Get("folders").AsNumber(),
            outcome.Get("links").AsNumber(),
            outcome.Get("bytes").AsNumber(),
            skipped,
            stayed,
            request.IsMove && skipped == 0 && stayed == 0,
            duration);
    }

    private static SetupException Failure(string target, int exitCode, Listener listener)
    {
        string reason = listener.Lines.Count > 0
            ? listener.Lines[listener.Lines.Count - 1]
            : $"exit code {exitCode}, and no reason";
        return exitCode == 126
            ? new(
                SetupError.CallRefused,
                $"dom0 refused to send files to {target}",
                "Ask whoever keeps the policy in dom0 to allow qubes.Filecopy.")
            : new(
                listener.HasBegun ? SetupError.ServiceFailed : SetupError.CallFailed,
                $"the files were not sent to {target}, and are all still here: {reason}",
                listener.HasBegun
                    ? "Look at what the other machine has of them, and send them again."
                    : "See that the service qrexec-agent runs, and look into its log.");
    }

    private sealed class Listener(Action<FileProgress> progress) : IProgramOutput
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly TextLines _text = new();

        public List<string> Lines { get; } = [];

        public JsonValue? Outcome { get; private set; }

        public bool HasBegun { get; private set; }

        public TimeSpan Duration => _watch.Elapsed;

        public void Output(byte[] bytes)
        {
            foreach (string line in _text.Add(bytes))
            {
                try
                {
                    Take(JsonText.Read(line));
                }
                catch (FormatException)
                {
                    // No line of the report: what it means is told by the one that is missing.
                }
            }
        }

        public void Error(string line) => Lines.Add(
            line.StartsWith(Prefix, StringComparison.Ordinal) ? line.Substring(Prefix.Length) : line);

        private void Take(JsonValue line)
        {
            if (line.Find("sent") is { } sent)
            {
                HasBegun = true;
                progress(new(sent.AsNumber(), line.Get("total").AsNumber(), Duration));
            }
            else
            {
                Outcome = line;
            }
        }
    }
}
