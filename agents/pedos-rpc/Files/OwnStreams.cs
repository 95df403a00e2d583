using PedOS.Agents.Processes;

namespace PedOS.Rpc.Files;

/// <summary>A sender whose call is carried by who started it: the stream to standard output, the answer from standard
/// input.</summary>
/// <param name="streams">The standard streams.</param>
/// <param name="stopping">Gives up.</param>
internal sealed class OwnStreams(IStandardStreams streams, CancellationToken stopping)
{
    private const int BufferSize = 256 * 1024;
    private const int AnswerSize = 4096;

    /// <summary>Carries; see <see cref="SendVerb.Carrier"/>.</summary>
    public async Task<int> CarryAsync(SenderSource source, ResultSink answer, bool needsAllNames)
    {
        using IByteSource input = streams.OpenInput();
        using IByteSink output = streams.OpenOutput();
        Task answered = ReadAsync(input, answer);
        byte[] buffer = new byte[BufferSize];
        while (await source.ReadAsync(buffer, stopping) is > 0 and int length)
        {
            if (!await output.WriteAsync(buffer.AsMemory(0, length), stopping))
            {
                // Nobody reads any more; why is in the answer.
                break;
            }
        }

        output.Complete();
        await answered;
        return RpcProgram.Done;
    }

    private async Task ReadAsync(IByteSource input, ResultSink answer)
    {
        byte[] buffer = new byte[AnswerSize];
        while (await input.ReadAsync(buffer, stopping) is > 0 and int length)
        {
            _ = await answer.WriteAsync(buffer.AsMemory(0, length), stopping);
        }
    }
}
