using System.Text;
using PedOS.Protocols.Database;
using Xunit;

namespace PedOS.Protocols.Tests.Database;

/// <summary>Reads every recorded conversation and writes it again: the bytes must be the same.</summary>
public sealed class DatabaseVectorTests
{
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["list.from-client"] = "List /qubes-",
        ["list.from-daemon"] = "RespList /qubes-block-devices|RespList /qubes-gateway|RespList /qubes-gui-domain-xid"
            + "|RespList /qubes-ip|RespList /qubes-netmask|RespList /qubes-primary-dns|RespList /qubes-secondary-dns"
            + "|RespList /qubes-vm-persistence|RespList ",
        ["multiread.from-client"] = "MultiRead /qubes-primary",
        ["multiread.from-daemon"] = "RespMultiRead /qubes-primary-dns=10.139.1.1|RespMultiRead ",
        ["read-empty-value.from-client"] = "Read /qubes-block-devices",
        ["read-empty-value.from-daemon"] = "RespRead /qubes-block-devices",
        ["read-noent.from-client"] = "Read /no-such-key",
        ["read-noent.from-daemon"] = "RespErrorNoEnt /no-such-key",
        ["read-ok.from-client"] = "Read /qubes-ip",
        ["read-ok.from-daemon"] = "RespRead /qubes-ip=10.137.0.42",
        ["rm-noent.from-client"] = "Rm /test/key",
        ["rm-noent.from-daemon"] = "RespErrorNoEnt /test/key",
        ["rm.from-client"] = "Rm /test/key",
        ["rm.from-daemon"] = "RespOk /test/key",
        ["watch-dir.from-client"] = "Watch /w/",
        ["watch-dir.from-daemon"] = "RespOk /w/|RespWatch /w/a|RespWatch /w/b/c|RespWatch /w/",
        ["watch-exact.from-client"] = "Watch /w2",
        ["watch-exact.from-daemon"] = "RespOk /w2|RespWatch /w2|RespWatch /w2",
        ["write-bad-path-char.from-client"] = "REFUSED Write /bad key",
        ["write-bad-path-char.from-daemon"] = "RespError /bad key",
        ["write-path-trailing-slash.from-client"] = "Write /dir/=1",
        ["write-path-trailing-slash.from-daemon"] = "RespError /dir/",
        ["write-readonly-socket.from-client"] = "Write /test/x=1",
        ["write-readonly-socket.from-daemon"] = "RespError /test/x",
        ["write.from-client"] = "Write /test/key=value 1",
        ["write.from-daemon"] = "RespOk /test/key",
        ["daemons.from-vm"] = "MultiRead |Write /test/key=value 1|Rm /test/key|RespOk /w/a|RespOk /w/b/c|RespOk /w/"
            + "|RespOk /w2x|RespOk /w2|RespOk /w2|Write /from-vm=hello dom0|RespOk /from-dom0|Rm /from-vm"
            + "|RespOk /from-dom0",
    };

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.bin").Select(file => Path.GetFileNameWithoutExtension(file))];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "vectors", "qubesdb");

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryFile_IsReadAndWrittenAgain(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Folder, name + ".bin"));
        using MemoryStream written = new();
        List<string> read = [];
        LinkReader dom0 = new(LinkSender.Dom0), machine = new(LinkSender.Machine);
        ClientRequestReader requests = new();
        ReadOnlySpan<byte> unread = bytes;
        while (!unread.IsEmpty)
        {
            int consumed;
            if (name.EndsWith("from-client", StringComparison.Ordinal))
            {
                Assert.Equal(ReadStatus.Done, requests.TryRead(unread, out ClientRequest request, out consumed));
                read.Add((request.IsRefused ? "REFUSED " : "") + Show(request.Type, request.Path, request.Data));
                written.Write(DatabaseWriter.Build(
                    request.Type, request.Path, request.IsRefused ? "1"u8 : request.Data));
            }
            else
            {
                DatabaseMessage message;
                ReadStatus status = name switch
                {
                    "daemons.from-dom0" => dom0.TryRead(unread, out message, out consumed),
                    "daemons.from-vm" => machine.TryRead(unread, out message, out consumed),
                    _ => ClientAnswerReader.TryRead(unread, out message, out consumed),
                };
                Assert.Equal(ReadStatus.Done, status);
                read.Add(Show(message.Type, message.Path, message.Data));
                written.Write(DatabaseWriter.Build(message.Type, message.Path, message.Data));
            }

            unread = unread[consumed..];
        }

        Assert.Equal(bytes, written.ToArray());
        if (Expected.TryGetValue(name, out string? expected))
        {
            Assert.Equal(expected, string.Join('|', read));
        }
        else
        {
            // The two long ones: a whole database, either way round.
            Assert.True(name is "daemons.from-dom0" or "multiread-all.from-daemon" or "multiread-all.from-client");
            Assert.True(read.Count is 1 or 13 or 24, $"{name} has {read.Count} messages");
        }
    }

    private static string Show(DatabaseMessageType type, ReadOnlySpan<byte> path, ReadOnlySpan<byte> data) =>
        $"{type} {Encoding.UTF8.GetString(path)}" + (data.IsEmpty ? "" : $"={Encoding.UTF8.GetString(data)}");
}
