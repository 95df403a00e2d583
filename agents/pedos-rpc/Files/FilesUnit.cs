using System.Globalization;
using PedOS.Agents.Files;
using PedOS.Agents.Hosting;
using PedOS.Agents.Posix.Files;
using PedOS.Agents.Windows.Files;

namespace PedOS.Rpc.Files;

/// <summary>Files from and to other machines.</summary>
internal static class FilesUnit
{
    private static readonly VerbOption To = new(
        "--to", "DIRECTORY", "where QubesIncoming is (default: the user's documents)");

    private static readonly VerbOption MaxBytes = new(
        "--max-bytes", "BYTES", "most bytes that a call may bring (default: what there is room for)")
    {
        Allows = static value => NumberOf(value) is not null,
    };

    private static readonly VerbOption MaxEntries = new(
        "--max-entries", "COUNT", "most files and folders that a call may bring (default 2000000)")
    {
        Allows = static value => NumberOf(value) is not null,
    };

    /// <summary>What it can do.</summary>
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        new(
            "receive-files",
            "qubes.Filecopy",
            "receives files into QubesIncoming",
            ReceiveAsync,
            To,
            MaxBytes,
            MaxEntries),
    ];

    private static Task<int> ReceiveAsync(VerbLine line, ProgramContext program)
    {
        ReceiveLimits limits = ReceiveLimits.Default with
        {
            MaxBytes = NumberOf(line.Text(MaxBytes, "")) ?? ReceiveLimits.Default.MaxBytes,
            MaxEntries = NumberOf(line.Text(MaxEntries, "")) ?? ReceiveLimits.Default.MaxEntries,
        };
        ReceiveVerb verb = new(
            limits,
            OperatingSystem.IsWindows() ? NameRule.Windows : NameRule.AsItIs,
            Environment.GetEnvironmentVariable,
            static problem => Console.Error.WriteLine($"pedos-rpc: {problem}"));
        return BlockingWork.RunAsync(
            () =>
            {
                using Stream input = Console.OpenStandardInput();
                using Stream output = Console.OpenStandardOutput();
                return verb.Run(input, output, () => OpenIncoming(line.Text(To, "")));
            },
            program.Stopping);
    }

    private static IIncomingFolder OpenIncoming(string directory) =>
        OperatingSystem.IsWindows()
            ? directory.Length > 0 ? WindowsIncomingFolder.Open(directory) : WindowsIncomingFolder.OpenDocuments()
            : PosixIncomingFolder.Open(
                directory.Length > 0
                    ? directory
                    : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    private static ulong? NumberOf(string value) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
