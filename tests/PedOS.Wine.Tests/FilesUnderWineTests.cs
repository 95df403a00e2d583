using System.Text;
using PedOS.Agents.Files;
using PedOS.Protocols;
using PedOS.Protocols.FileCopy;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>Files to and from the Windows program, through the Windows agent. Wine has no named streams.</summary>
public sealed class FilesUnderWineTests : IDisposable
{
    private const int Timeout = 120_000;
    private const uint FileMode = FileCopyAbi.KindFile | 0x1A4;
    private const uint FolderMode = FileCopyAbi.KindDirectory | 0x1ED;
    private static readonly EntryTime Accessed = new(1_600_000_000, 0);
    private static readonly EntryTime Modified = new(1_600_000_001, 222_333_400);

    private readonly TestDirectory _home = new();
    private readonly FileCopyWriter _writer = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Incoming => _home.PathOf("QubesIncoming", "arbeit");

    public void Dispose() => _home.Dispose();

    [PatientFact(Timeout = Timeout)]
    public async Task NamesThatWindowsCannotHold_AreReceived_UnderOthers()
    {
        byte[][] names =
        [
            "plain.txt"u8.ToArray(), "Grüße İ 日本"u8.ToArray(), "CON"u8.ToArray(), "nul.txt"u8.ToArray(),
            "a:b*?"u8.ToArray(), "dot."u8.ToArray(), "blank "u8.ToArray(), "back\\slash"u8.ToArray(),
            "x\ny"u8.ToArray(), "txt\u202eexe"u8.ToArray(), [0xFF, (byte)'x'], "%41"u8.ToArray(),
            Encoding.UTF8.GetBytes(new string('l', 300)),
        ];
        List<byte> stream = [.. Entry(FolderMode, "aux"u8, "")];
        foreach (byte[] name in names)
        {
            stream.AddRange(Entry(FileMode, [.. "aux/"u8, .. name], Convert.ToHexString(name)));
        }

        stream.AddRange(Entry(FileMode, "aux/PLAIN.TXT"u8, "other"));
        stream.AddRange(Entry(FolderMode, "aux"u8, ""));
        stream.AddRange(_writer.End());
        await using WineGuest guest = await StartAsync();
        (int? code, FileCopyResult answer) = await CallAsync(guest, "qubes.Filecopy+allow-all-names", [.. stream]);
        Assert.Equal((0, FileCopyError.None, _writer.Crc), (code, answer.Error, answer.Crc));

        string folder = Path.Combine(Incoming, "%61ux");
        Assert.Equal([folder], Directory.GetFileSystemEntries(Incoming));
        foreach (byte[] name in names)
        {
            FileInfo there = new(Path.Combine(folder, WindowsName.From(name)));
            Assert.Equal(Convert.ToHexString(name), await File.ReadAllTextAsync(there.FullName, Token));
            Assert.Equal(Modified.ToDateTimeOffset().UtcDateTime, there.LastWriteTimeUtc);
        }

        string besides = Path.Combine(folder, WindowsName.Besides("PLAIN.TXT"u8));
        Assert.Equal("other", await File.ReadAllTextAsync(besides, Token));
        Assert.Equal(names.Length + 1, Directory.GetFileSystemEntries(folder).Length);
        Assert.Equal(Modified.ToDateTimeOffset().UtcDateTime, Directory.GetLastWriteTimeUtc(folder));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task WhatASenderMayNotDo_IsAnswered_AndNothingElseIsTouched()
    {
        await using WineGuest guest = await StartAsync();
        _ = Directory.CreateDirectory(Incoming);
        await File.WriteAllTextAsync(Path.Combine(Incoming, "mine"), "old", Token);
        byte[] whole = Entry(FileMode, "whole"u8, "1");
        byte[] half = Entry(FileMode, "half"u8, new string('x', 300_000))[..^1];
        Assert.Equal(FileCopyError.StreamCut, await AnswerAsync(guest, [.. whole, .. half]));
        foreach ((string name, uint error) in ((string, uint)[])
            [
                ("../evil", FileCopyError.EILSEQ), ("/evil", FileCopyError.EILSEQ), ("a/../../evil", 84u),
                ("x\u001b[2J", 84u), ("mine", FileCopyError.EEXIST), ("MINE", 0), ("gone/a", FileCopyError.ENOENT),
                ("mine/a", FileCopyError.ENOTDIR),
            ])
        {
            Assert.Equal((name, error), (name, await AnswerAsync(guest, [.. Raw(name), .. new byte[32]])));
        }

        Assert.Equal(
            FileCopyError.ENOSPC, await AnswerAsync(guest, Entry(FileMode, "sparse"u8, "", 1UL << 50)));
        Assert.Equal(["QubesIncoming"], Directory.GetFileSystemEntries(_home.FullPath).Select(Path.GetFileName));
        Assert.Equal(
            [WindowsName.Besides("MINE"u8), "mine", "whole"],
            Directory.GetFileSystemEntries(Incoming).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(Incoming, "mine"), Token));
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ATree_IsSent_AndMovedOnlyWhenTheOtherSideHasIt(bool isRefused)
    {
        byte[] content = new byte[1_000_000];
        new Random(5).NextBytes(content);
        string tree = _home.MakeDirectory("baum", "tief", "leer");
        await File.WriteAllBytesAsync(_home.PathOf("baum", "tief", "Grüße 日本.bin"), content, Token);
        await File.WriteAllTextAsync(_home.PathOf("baum", "nichts"), "", Token);
        File.SetLastWriteTimeUtc(_home.PathOf("baum", "nichts"), Modified.ToDateTimeOffset().UtcDateTime);
        List<string> entries = [];
        using MemoryStream received = new();
        await using WineGuest guest = await StartAsync(_ => PolicyAnswer.Allow(async (side, token) =>
        {
            uint crc = Read(await side.ReadAllAsync(token), entries, received);
            FileCopyResult answer = new(isRefused ? FileCopyError.EEXIST : 0, crc, "baum"u8.ToArray());
            await side.WriteAsync(answer.ToBytes(), token);
            return isRefused ? (int)FileCopyError.EEXIST : 0;
        }));
        ProgramUnderTest sender = guest.Run(
            "pedos-rpc",
            "qvm-move-to-vm",
            $"--agent-socket={guest.PipeName}",
            "ziel",
            WinePath.Of(_home.PathOf("baum")));
        Assert.Equal(isRefused ? 1 : 0, await sender.FinishAsync(Token));
        ServiceRequest request = Assert.Single(guest.Dom0.Requests);
        Assert.Equal(("ziel", "qubes.Filecopy"), (request.Target, request.Service));
        Assert.Equal(
            [
                "baum/", "baum/", "baum/nichts 1600000001.222333400", "baum/tief/", "baum/tief/",
                "baum/tief/Grüße 日本.bin", "baum/tief/leer/", "baum/tief/leer/",
            ],
            entries.Select(static e => e.Contains(".bin ", StringComparison.Ordinal) ? e[..e.LastIndexOf(' ')] : e)
                .Order(StringComparer.Ordinal));
        Assert.True(received.ToArray().AsSpan().SequenceEqual(content));
        Assert.Equal(isRefused, Directory.Exists(tree));
        Assert.Equal(isRefused, Directory.Exists(_home.PathOf("baum")));
        Assert.Contains(isRefused ? "baum: it exists there already" : "", sender.Error, StringComparison.Ordinal);
    }

    // Folders with a slash, files with their time of change.
    private static uint Read(byte[] stream, List<string> entries, MemoryStream content)
    {
        FileCopyReader reader = new(takesAllNames: false);
        for (int at = 0; ;)
        {
            FileCopyStep step = reader.Read(stream.AsSpan(at), out int consumed);
            switch (step)
            {
                case FileCopyStep.Entry:
                    EntryTime time = reader.Header.Modified;
                    entries.Add(Encoding.UTF8.GetString(reader.Name.Span) + (
                        reader.Header.Kind == EntryKind.Directory
                            ? "/"
                            : FormattableString.Invariant($" {time.Seconds}.{time.Nanoseconds:D9}")));
                    break;
                case FileCopyStep.Data:
                    content.Write(stream.AsSpan(at, consumed));
                    break;
                case FileCopyStep.NeedMore:
                    throw new InvalidDataException("the stream ends without its end");
                case FileCopyStep.End:
                    return reader.Crc;
            }

            at += consumed;
        }
    }

    private byte[] Entry(uint mode, ReadOnlySpan<byte> name, string content, ulong? length = null)
    {
        byte[] data = Encoding.UTF8.GetBytes(content);
        byte[] entry = _writer.Entry(name, mode, length ?? (ulong)data.Length, Accessed, Modified);
        if (length is null)
        {
            _writer.Data(data);
        }

        return [.. entry, .. data];
    }

    // The writer refuses what a receiver has to.
    private static byte[] Raw(string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        byte[] header = new byte[FileCopyAbi.HeaderSize];
        new EntryHeader((uint)bytes.Length, FileMode, 0, Accessed, Modified).Write(header);
        return [.. header, .. bytes];
    }

    private async Task<uint> AnswerAsync(WineGuest guest, byte[] stream)
    {
        (int? code, FileCopyResult answer) = await CallAsync(guest, "qubes.Filecopy", stream);
        Assert.Equal(answer.Error == FileCopyError.None, code == 0);
        return answer.Error;
    }

    private static async Task<(int? Code, FileCopyResult Answer)> CallAsync(
        WineGuest guest, string service, byte[] stream)
    {
        CallResult call = await guest.Dom0.RunAsync($"{WineGuest.User}:QUBESRPC {service} arbeit", stream, Token);
        Assert.Equal(
            ReadStatus.Done, FileCopyResult.TryRead(call.Output, isEnd: true, out FileCopyResult? answer));
        return (call.ExitCode, answer!);
    }

    private async Task<WineGuest> StartAsync(Func<ServiceRequest, PolicyAnswer>? policy = null)
    {
        WineGuest guest = WineGuest.CreateOrSkip(policy);
        guest.AddService(
            "qubes.Filecopy",
            $"\"{WinePath.Of(WineGuest.PathOf("pedos-rpc"))}\" receive-files --to={WinePath.Of(_home.FullPath)}");
        await guest.StartAsync(Token);
        return guest;
    }
}
