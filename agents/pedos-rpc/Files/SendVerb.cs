using System.Globalization;
using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;
using PedOS.Protocols.Qrexec;

namespace PedOS.Rpc.Files;

/// <summary>Files of this machine to another one.</summary>
/// <param name="open">Opens a folder by its path.</param>
/// <param name="options">What is sent.</param>
/// <param name="tell">Tells the user a line.</param>
internal sealed class SendVerb(Func<string, IOutgoingFolder> open, SendOptions options, Action<string> tell)
{
    /// <summary>Carries the stream to the receiver and its answer back; returns the receiver's exit code.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="answer">Where the answer goes.</param>
    /// <param name="needsAllNames">Whether the receiver has to take names of any byte.</param>
    public delegate Task<int> Carrier(SenderSource source, ResultSink answer, bool needsAllNames);

    /// <summary>Is told what was sent, and how much a move left, once the receiver has everything.</summary>
    public Action<SendRecord, int> Delivered { get; init; } = static (_, _) => { };

    /// <summary>Sends.</summary>
    /// <param name="paths">What is sent, as it was written.</param>
    /// <param name="progressOf">
    /// Makes the progress for so many bytes, or none; null when nothing is looked at beforehand.
    /// </param>
    /// <param name="carryAsync">Carries it.</param>
    /// <returns>Exit code; 0 only when the receiver has everything, and a move has removed it here.</returns>
    /// <exception cref="IOException">Nothing was sent.</exception>
    public async Task<int> RunAsync(
        IReadOnlyList<string> paths, Func<ulong, ISendProgress?>? progressOf, Carrier carryAsync)
    {
        List<SendRoot> roots = [];
        try
        {
            foreach (string path in paths)
            {
                roots.Add(SendRoot.Find(path, open));
            }

            if (roots.DistinctBy(static r => Convert.ToHexString(r.Name)).Count() < roots.Count)
            {
                throw new IOException("two of the names are the same at the other end; send them one after the other");
            }

            return await SendAsync(roots, progressOf, carryAsync);
        }
        finally
        {
            roots.ForEach(static root => root.Dispose());
        }
    }

    private async Task<int> SendAsync(
        IReadOnlyList<SendRoot> roots, Func<ulong, ISendProgress?>? progressOf, Carrier carryAsync)
    {
        Survey? survey = progressOf is null ? null : Survey.Of(roots, options);
        if (survey?.Elsewhere > 0)
        {
            tell(string.Create(
                CultureInfo.InvariantCulture,
                $"{survey.Elsewhere} files are not on this computer and are fetched; --skip-cloud leaves them out"));
        }

        SendRecord record = new(tell, survey is null ? null : progressOf!(survey.Bytes));
        using FileSender sender = new(roots, options, record);
        using ResultSink answer = new();
        using SenderSource source = new(sender, answer);
        int remote = await carryAsync(source, answer, survey?.NeedsAllNames ?? false);
        if (Judge(source, answer.Take(), sender.Crc, remote) is { } problem)
        {
            tell(problem);
            return remote is not 0 && answer.Take() is null ? remote : RpcProgram.Failed;
        }

        if (record.Skipped > 0)
        {
            Delivered(record, 0);
            tell(string.Create(
                CultureInfo.InvariantCulture,
                $"{record.Skipped} were not sent, everything else was; nothing was removed here"));
            return RpcProgram.Failed;
        }

        int stayed = options.Remembers ? new SentRemoval(record, tell).Remove(roots) : 0;
        Delivered(record, stayed);
        return stayed > 0 ? RpcProgram.Failed : RpcProgram.Done;
    }

    // Null when the receiver has everything.
    private static string? Judge(SenderSource source, FileCopyResult? result, uint crc, int remote)
    {
        string about = result?.LastName.Length > 0 ? $"{Printable.Text(result.LastName.Span)}: " : "";
        return source.Failure is { } failure ? $"the transfer was ended: {failure.Message}"
            : result is null ? "the other machine has not said that it has everything"
            : result.Error != FileCopyError.None ? $"{about}{FileCopyError.Text(result.Error)}"
            : result.Crc != crc ? "what arrived is not what was sent (checksum); remove it there and send it again"
            : remote != 0 ? string.Create(CultureInfo.InvariantCulture, $"the other machine ended with {remote}")
            : null;
    }
}
