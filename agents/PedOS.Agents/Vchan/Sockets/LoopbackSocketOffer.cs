using System.Net.Sockets;
using System.Security.Cryptography;

namespace PedOS.Agents.Vchan.Sockets;

/// <summary>A listening TCP socket on loopback that takes the one peer who knows the secret.</summary>
internal sealed class LoopbackSocketOffer(Socket listener, byte[] secret, string path, string content) : ISocketOffer
{
    // Enough for a local client, short enough that a stranger who says nothing is no obstacle.
    private static readonly TimeSpan SecretTimeout = TimeSpan.FromSeconds(2);

    public async ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Socket peer = await listener.AcceptAsync(cancellationToken);
            peer.NoDelay = true;
            if (await KnowsSecretAsync(peer, cancellationToken))
            {
                Dispose();
                return peer;
            }

            peer.Dispose();
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        try
        {
            if (File.ReadAllText(path).Equals(content, StringComparison.Ordinal))
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file is gone or somebody else's by now; a stale one is harmless.
        }
    }

    private async ValueTask<bool> KnowsSecretAsync(Socket peer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(SecretTimeout);
        byte[] sent = new byte[LoopbackRendezvous.SecretSize];
        int length = 0;
        try
        {
            while (length < sent.Length)
            {
                int read = await peer.ReceiveAsync(sent.AsMemory(length), SocketFlags.None, limit.Token);
                if (read == 0)
                {
                    return false;
                }

                length += read;
            }
        }
        catch (Exception e) when (e is SocketException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(sent, secret);
    }
}
