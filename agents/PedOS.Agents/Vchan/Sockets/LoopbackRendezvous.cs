using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PedOS.Agents.Vchan.Sockets;

/// <summary>
/// TCP on the loopback interface, for systems without Unix sockets. The server writes
/// <c>vchan.SERVER.CLIENT.PORT.port</c>: the decimal TCP port, a space and 32 hexadecimal digits. A client proves that
/// it could read the file by sending those 16 bytes first; they are not part of the channel.
/// </summary>
public sealed class LoopbackRendezvous : SocketRendezvous
{
    /// <summary>Bytes of the secret.</summary>
    public const int SecretSize = 16;

    private const int MaxFileSize = 64;

    /// <summary>Creates the rendezvous.</summary>
    /// <param name="directory">Directory of the files; it must exist.</param>
    public LoopbackRendezvous(string directory)
        : base(directory)
    {
    }

    /// <inheritdoc/>
    public override ISocketOffer Listen(string name)
    {
        string path = PathOf(name);
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(16);
            byte[] secret = RandomNumberGenerator.GetBytes(SecretSize);
            int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
            string content = string.Create(CultureInfo.InvariantCulture, $"{port} {Convert.ToHexStringLower(secret)}");
            string temporary = path + ".new";
            File.WriteAllText(temporary, content);
            File.Move(temporary, path, overwrite: true);
            return new LoopbackSocketOffer(listener, secret, path, content);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new VchanException($"cannot listen at {path}: {e.Message}", e);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<ConnectAttempt> TryConnectAsync(
        string name, CancellationToken cancellationToken)
    {
        if (!TryReadPlace(PathOf(name), out int port, out byte[] secret))
        {
            return ConnectAttempt.Absent;
        }

        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            IPEndPoint place = new(IPAddress.Loopback, port);
            await socket.ConnectAsync(place, cancellationToken);
            _ = await socket.SendAsync(secret, SocketFlags.None, cancellationToken);
            return new ConnectAttempt(socket, IsRefusing: false);
        }
        catch (SocketException)
        {
            // A file left over from a server that is gone; its successor will replace it.
            socket.Dispose();
            return ConnectAttempt.Refusing;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool TryReadPlace(string path, out int port, out byte[] secret)
    {
        port = 0;
        secret = [];
        string text;
        try
        {
            using FileStream file = new(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] bytes = new byte[MaxFileSize];
            int length = file.ReadAtLeast(bytes, MaxFileSize, throwOnEndOfStream: false);
            text = System.Text.Encoding.ASCII.GetString(bytes, 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        string[] words = text.Split(' ');
        if (words.Length != 2 || words[1].Length != 2 * SecretSize
            || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            || port > ushort.MaxValue)
        {
            return false;
        }

        secret = new byte[SecretSize];
        return Convert.FromHexString(words[1], secret, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    private string PathOf(string name) => Path.Combine(Directory, Path.ChangeExtension(name, ".port"));
}
