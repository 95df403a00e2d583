using System.Net;
using System.Text;
using PedOS.Agents.Files;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Network;

/// <summary>The DNS servers of this machine, in a file like <c>/etc/resolv.conf</c>.</summary>
/// <param name="path">Path of the file; where a link leads is written, the link stays.</param>
public sealed class ResolverFile(string path)
{
    /// <summary>Where the file is on every system.</summary>
    public const string DefaultPath = "/etc/resolv.conf";

    // Arbitrary; the real ones have a few hundred bytes.
    private const int MaxBytes = 65536;
    private const string Keyword = "nameserver";
    private const string Absent = "-";

    /// <summary>Reads the servers, and the whole file.</summary>
    /// <exception cref="NetworkPortException">It cannot be read.</exception>
    public DnsState Read()
    {
        byte[]? bytes = ReadBytes();
        return bytes is null
            ? new DnsState([], Absent)
            : new DnsState([.. Lines(bytes).Select(ServerOf).OfType<IPAddress>()], Convert.ToBase64String(bytes));
    }

    /// <summary>Writes the servers, all other lines as they are; or exactly what the file once was.</summary>
    /// <exception cref="NetworkPortException">It cannot be written.</exception>
    public void Write(DnsState state)
    {
        try
        {
            string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (state.Native == Absent)
            {
                File.Delete(target);
                return;
            }

            WriteBytes(target, state.Native is { } native ? Convert.FromBase64String(native) : Compose(state.Servers));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new NetworkPortException($"{path} cannot be written: {e.Message}", inner: e);
        }
    }

    private static IPAddress? ServerOf(string line)
    {
        string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 2 && words[0] == Keyword && IPAddress.TryParse(words[1], out IPAddress? address)
            ? address
            : null;
    }

    private static string[] Lines(byte[] bytes) => Encoding.UTF8.GetString(bytes).Split('\n');

    private byte[] Compose(IReadOnlyList<IPAddress> servers)
    {
        StringBuilder text = new();
        foreach (string line in Lines(ReadBytes() ?? []))
        {
            if (line.Length > 0 && !line.TrimStart(' ', '\t').StartsWith(Keyword, StringComparison.Ordinal))
            {
                _ = text.Append(line).Append('\n');
            }
        }

        foreach (IPAddress server in servers)
        {
            _ = text.Append(Keyword).Append(' ').Append(server).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private byte[]? ReadBytes()
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MaxBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MaxBytes
                ? bytes[..length]
                : throw new NetworkPortException($"{path} has more than {MaxBytes} bytes");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NetworkPortException($"{path} cannot be read: {e.Message}", inner: e);
        }
    }

    private static void WriteBytes(string target, byte[] bytes) =>
        new ReplacedFile(target, target + ".new", PosixFlush.Try).Write(
            file => file.Write(bytes),
            temporary =>
            {
                if (File.Exists(target))
                {
                    File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
                }
            });
}
