using System.Buffers.Binary;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;

namespace PedOS.Rpc.Tests.Files;

/// <summary>A dom0 that lets a call of one guest reach a service of another.</summary>
/// <param name="to">The other guest's.</param>
/// <param name="source">Name of the guest that calls.</param>
internal sealed class CallRelay(ScriptedDom0 to, string source)
{
    /// <summary>Is told how many bytes of input will have gone to the service, before the next ones go.</summary>
    public Func<long, Task> Passing { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What was wrong with how the caller ended; null when nothing was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Carries one call.</summary>
    public async Task<int?> ServeAsync(ScriptedServiceSide side, CancellationToken cancellationToken)
    {
        await using Dom0Call call = await to.BeginAsync(
            $"{GuestUnderTest.User}:QUBESRPC {side.Request.Service} {source}", cancellationToken: cancellationToken);
        if (!await call.OpenAsync(cancellationToken))
        {
            return null;
        }

        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task fed = FeedAsync(side, call, over.Token);
        int? exitCode = await AnswerAsync(side, call, cancellationToken);
        call.Channel.Raw.Close();
        if (exitCode is int code)
        {
            _ = await side.EndErrorAsync(cancellationToken);
            _ = await side.EndOutputAsync(cancellationToken);
            _ = await side.Channel.WriteAsync(
                MessageType.DataExitCode, BitConverter.GetBytes(code), cancellationToken);
        }
        else
        {
            await over.CancelAsync();
        }

        await fed;
        return null;
    }

    private async Task FeedAsync(ScriptedServiceSide side, Dom0Call call, CancellationToken cancellationToken)
    {
        try
        {
            await FeedAllAsync(side, call, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody hears it any more.
        }
        catch (InvalidDataException e)
        {
            Problem = e.Message;
        }
        finally
        {
            // The caller is gone.
            call.Channel.Raw.Close();
        }
    }

    private async Task FeedAllAsync(ScriptedServiceSide side, Dom0Call call, CancellationToken cancellationToken)
    {
        long passed = 0;
        bool isHeard = true;
        while (await side.ReadInputAsync(cancellationToken) is { } piece)
        {
            passed += piece.Length;
            await Passing(passed);

            // A service that has ended hears nothing any more; its caller is let finish.
            if (piece.IsEmpty)
            {
                await call.EndInputAsync(cancellationToken);
            }
            else
            {
                isHeard = isHeard && await call.WriteAsync(piece, cancellationToken);
            }
        }
    }

    private static async Task<int?> AnswerAsync(
        ScriptedServiceSide side, Dom0Call call, CancellationToken cancellationToken)
    {
        int? exitCode = null;
        while (await call.ReadAsync(cancellationToken) is RawDataMessage message)
        {
            switch (message.Type)
            {
                case MessageType.DataExitCode:
                    exitCode = BinaryPrimitives.ReadInt32LittleEndian(message.Body.Span);
                    break;
                case not MessageType.DataStdin when !message.Body.IsEmpty:
                    _ = await side.Channel.WriteStreamAsync(message.Type, message.Body, cancellationToken);
                    break;
            }
        }

        return exitCode;
    }
}
