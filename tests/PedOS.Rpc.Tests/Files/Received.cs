using System.Diagnostics;
using PedOS.Agents.Files;
using PedOS.Agents.Posix.Files;
using PedOS.Protocols;
using PedOS.Protocols.FileCopy;
using PedOS.Rpc.Files;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Rpc.Tests.Files;

/// <summary>A user's documents, and the verb that receives into them.</summary>
internal sealed class Received : IDisposable
{
    private readonly TestDirectory _home = new();
    private readonly Dictionary<string, string> _variables = new() { ["QREXEC_REMOTE_DOMAIN"] = "arbeit" };

    public ReceiveLimits Limits { get; set; } = ReceiveLimits.Default with { ReservedBytes = 0 };

    public NameRule Names { get; set; } = NameRule.AsItIs;

    /// <summary>What a caller was told.</summary>
    public string Complaint { get; private set; } = "";

    public int ExitCode { get; private set; }

    /// <summary>Opens the documents; a test may open something stricter.</summary>
    public Func<IIncomingFolder>? Documents { get; set; }

    /// <summary>The user's documents.</summary>
    public string Home => _home.FullPath;

    /// <summary>Where the files of the sender are.</summary>
    public string Folder => _home.PathOf("QubesIncoming", "arbeit");

    /// <summary>Path of something that was received.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Sets a variable of the call.</summary>
    public void Set(string name, string value) => _variables[name] = value;

    /// <summary>Receives a stream.</summary>
    public FileCopyResult Take(params byte[][] stream) => Take(new MemoryStream([.. stream.SelectMany(static b => b)]));

    /// <summary>Receives a stream.</summary>
    public FileCopyResult Take(Stream input)
    {
        MemoryStream output = new();
        ReceiveVerb verb = new(Limits, Names, name => _variables.GetValueOrDefault(name), text => Complaint += text);
        ExitCode = verb.Run(input, output, Documents ?? (() => PosixIncomingFolder.Open(Home)));
        Assert.Equal(
            ReadStatus.Done, FileCopyResult.TryRead(output.ToArray(), isEnd: false, out FileCopyResult? result));
        return result!;
    }

    /// <summary>Everything below the sender's folder: folders, files with their content, links.</summary>
    public IEnumerable<string> Listing => In(new DirectoryInfo(Folder))
        .Select(entry => Path.GetRelativePath(Folder, entry.FullName) + entry switch
        {
            { LinkTarget: { } target } => $" -> {target}",
            DirectoryInfo => "/",
            _ => $" = {File.ReadAllText(entry.FullName)}",
        })
        .Order(StringComparer.Ordinal);

    // Not through links, which may lead in circles.
    private static IEnumerable<FileSystemInfo> In(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .SelectMany(static entry =>
            entry is DirectoryInfo { LinkTarget: null } below ? In(below).Prepend(entry) : [entry]);

    // The runtime removes neither names that are no text nor paths that are too long for one call.
    public void Dispose()
    {
        using (Process remove = Process.Start("rm", ["-rf", Path.Combine(Home, "QubesIncoming")]))
        {
            remove.WaitForExit();
        }

        _home.Dispose();
    }
}
