using System.Diagnostics;
using PedOS.Bench.Figures;
using PedOS.Bench.Processes;
using PedOS.TestKit.Programs;

namespace PedOS.Bench.Scenarios;

/// <summary>
/// Files from a sender to a receiver, each a program, over one pipe for the files and one for the answer: one long file
/// and many short ones. Beside it a plain copy of the long file through a pipe, flushed at its end.
/// </summary>
/// <param name="scale">How much.</param>
/// <param name="samples">Where figures go.</param>
/// <param name="peers">Where the original's programs are, if anywhere.</param>
internal sealed class FileCopyScenario(BenchScale scale, Samples samples, string? peers) : IDisposable
{
    private const int SmallBytes = 4096;
    private const int BlockBytes = 1 << 20;

    // Both ends open their pipes in the same order, or they wait for each other.
    private const string Pair =
        "mkfifo there back && mkdir in && { eval \"$1\" <back >there & eval \"$2\" >back <there && wait $!; }";

    private const string Plain = "mkdir in && cat ../one/file | dd of=in/file bs=65536 iflag=fullblock conv=fsync";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TestDirectory _root = new();
    private int _runs;

    /// <summary>Measures each side once; in every other round the original comes first.</summary>
    public Task MeasureAsync(CancellationToken cancellationToken)
    {
        Spread();
        double plain = scale.FileCopyBytes / 1e6 / Run(Plain, 1);
        samples.Add(Side.Machine, FigureTable.PlainCopy, plain);
        string own = ProgramsPlace.PathOf("pedos-rpc");
        List<Ends> sides = [new(Side.Ours, $"{own} send-files", $"{own} receive-files --to=in")];
        if (peers is not null && File.Exists(Path.Combine(peers, "qfile-agent")))
        {
            sides.Insert(
                samples.Round % 2 == 0 ? 1 : 0,
                new(
                    Side.Original,
                    Path.Combine(peers, "qfile-agent"),
                    $"{Path.Combine(peers, "qfile-unpacker")} $(id -u) in"));
        }

        Dictionary<string, double> one = sides.ToDictionary(
            static side => side.Side,
            side => scale.FileCopyBytes / 1e6 / Run(Pair, 1, $"{side.Send} ../one/file", side.Receive));
        Dictionary<string, double> many = sides.ToDictionary(
            static side => side.Side,
            side => scale.FileCopyFiles / Run(Pair, scale.FileCopyFiles, $"{side.Send} ../many", side.Receive));
        foreach (string side in one.Keys)
        {
            Note(side, one[side], many[side]);
        }

        samples.Add(Side.Ours, FigureTable.FileCopyToPlain, one[Side.Ours] / plain);
        if (sides.Count > 1)
        {
            Note(Side.OursWithPeers, one[Side.Ours], many[Side.Ours]);
        }

        return Task.CompletedTask;
    }

    /// <summary>Removes what was copied.</summary>
    public void Dispose() => _root.Dispose();

    private void Note(string side, double one, double many)
    {
        samples.Add(side, FigureTable.FileCopyRate, one);
        samples.Add(side, FigureTable.FileCopySmall, many);
    }

    private void Spread()
    {
        string one = _root.PathOf("one", "file");
        if (File.Exists(one))
        {
            return;
        }

        byte[] block = new byte[BlockBytes];
        new Random(1).NextBytes(block);
        _ = _root.MakeDirectory("one");
        using (FileStream file = File.Create(one))
        {
            for (long written = 0; written < scale.FileCopyBytes; written += block.Length)
            {
                file.Write(block);
            }
        }

        string many = _root.MakeDirectory("many");
        for (int i = 0; i < scale.FileCopyFiles; i++)
        {
            File.WriteAllBytes(Path.Combine(many, $"file {i}"), block.AsSpan(i % SmallBytes, SmallBytes));
        }
    }

    // What was written before is on the disk before the clock runs: nobody waits for somebody else's files. Short ones
    // stay until everything is measured: ext4 walks past numbers of files that were removed some minutes ago, one by
    // one for every new file, which takes many times what making it does.
    private double Run(string script, int files, params string[] ends)
    {
        string place = _root.MakeDirectory($"run{++_runs}");
        Dictionary<string, string> environment = new()
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["QREXEC_REMOTE_DOMAIN"] = "bench",
            ["HOME"] = place,
        };
        using NativeCommand command = new(
            "/bin/sh",
            ["-c", $"cd {place} && {script}", "sh", .. ends],
            environment,
            error: _root.PathOf("complaints"));
        using NativeCommand sync = new("/bin/sync", [], environment);
        _ = sync.Run(Limit);
        long begin = Stopwatch.GetTimestamp();
        int exitCode = command.Run(Limit);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        int arrived = Directory.GetFiles(Path.Combine(place, "in"), "*", SearchOption.AllDirectories).Length;
        if (files == 1)
        {
            Directory.Delete(place, recursive: true);
        }

        return exitCode == 0 && arrived == files
            ? seconds
            : throw new MeasureException(
                $"{string.Join(" to ", ends)} ended with {exitCode}, {arrived} of {files} files: "
                + File.ReadAllText(_root.PathOf("complaints")).Trim());
    }

    private sealed record Ends(string Side, string Send, string Receive);
}
