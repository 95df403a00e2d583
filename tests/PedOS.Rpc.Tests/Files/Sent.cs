using PedOS.Agents.Files;
using PedOS.Agents.Posix.Files;
using PedOS.Protocols.FileCopy;
using PedOS.Rpc.Files;
using PedOS.TestKit.Programs;

namespace PedOS.Rpc.Tests.Files;

/// <summary>A user's files, the verb that sends them, and a receiver that it is carried to.</summary>
internal sealed class Sent : IDisposable
{
    private const int Frame = 65536;

    private readonly TestDirectory _home = new();
    private readonly List<string> _told = [];

    /// <summary>Who receives.</summary>
    public Received Receiver { get; } = new();

    public SendOptions Options { get; set; } = new(IgnoreLinks: false, SkipElsewhere: false, Remembers: false);

    /// <summary>Opens a folder; a test may open a stricter one.</summary>
    public Func<string, IOutgoingFolder> Open { get; set; } = PosixOutgoingFolder.Open;

    /// <summary>What is done when the receiver has answered, before the sender knows.</summary>
    public Action Meanwhile { get; set; } = static () => { };

    /// <summary>Changes the answer.</summary>
    public Func<FileCopyResult, byte[]> Answer { get; set; } = static result => result.ToBytes();

    /// <summary>Is told what a receiver has.</summary>
    public Action<SendRecord, int> Delivered { get; set; } = static (_, _) => { };

    public IReadOnlyList<string> Told => _told;

    /// <summary>Whether the receiver was asked to take all names.</summary>
    public bool NeededAllNames { get; private set; }

    /// <summary>The stream that was sent.</summary>
    public byte[] Stream { get; private set; } = [];

    public string PathOf(params ReadOnlySpan<string> parts) => _home.PathOf(parts);

    /// <summary>Makes a file and the folders above it.</summary>
    public string Make(string path, string content)
    {
        string full = PathOf(path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>What is there, and was not removed.</summary>
    public IEnumerable<string> Left => Directory
        .EnumerateFileSystemEntries(_home.FullPath, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_home.FullPath, path))
        .Order(StringComparer.Ordinal);

    /// <summary>Sends to the receiver.</summary>
    public Task<int> SendAsync(params string[] names) => SendAsync(CarryAsync, names);

    /// <summary>Sends another way.</summary>
    public Task<int> SendAsync(SendVerb.Carrier carryAsync, params string[] names) =>
        new SendVerb(Open, Options, _told.Add) { Delivered = Delivered }
            .RunAsync([.. names.Select(n => PathOf(n))], static _ => null, carryAsync);

    public void Dispose()
    {
        Receiver.Dispose();
        _home.Dispose();
    }

    private async Task<int> CarryAsync(SenderSource source, ResultSink answer, bool needsAllNames)
    {
        NeededAllNames = needsAllNames;
        MemoryStream stream = new();
        byte[] frame = new byte[Frame];
        while (await source.ReadAsync(frame, CancellationToken.None) is > 0 and int length)
        {
            stream.Write(frame.AsSpan(0, length));
        }

        Stream = stream.ToArray();
        Receiver.Set("QREXEC_SERVICE_ARGUMENT", needsAllNames ? ReceiveVerb.AllNames : "");
        FileCopyResult result = Receiver.Take(Stream);
        Meanwhile();
        _ = await answer.WriteAsync(Answer(result), CancellationToken.None);
        return Receiver.ExitCode;
    }
}
