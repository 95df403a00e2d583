using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseCommand;

/// <summary>
/// For programs: one object, in which every value is exact. A watch writes an object per change, each on its own line.
/// ASCII only: what could steer a terminal is escaped, as JSON does.
/// </summary>
/// <param name="command">The command; it decides what the object has.</param>
/// <param name="output">Standard output.</param>
internal sealed class JsonAnswers(string command, Stream output) : Answers
{
    private readonly List<JsonEntry> _entries = [];
    private readonly List<string> _paths = [];

    /// <inheritdoc/>
    public override Task ValueAsync(string path, byte[] value, CancellationToken cancellationToken)
    {
        _entries.Add(JsonEntry.Of(path, value));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task EntryAsync(DatabaseEntry entry, string prefix, CancellationToken cancellationToken) =>
        ValueAsync(entry.Path, entry.Value, cancellationToken);

    /// <inheritdoc/>
    public override Task PathAsync(string path, string prefix, CancellationToken cancellationToken)
    {
        _paths.Add(path);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task ChangeAsync(string path, CancellationToken cancellationToken) =>
        WriteAsync(new JsonChange(path), CommandJson.Default.JsonChange, cancellationToken);

    /// <inheritdoc/>
    public override Task FinishAsync(CancellationToken cancellationToken) => command switch
    {
        "watch" => Task.CompletedTask,
        "list" => WriteAsync(new JsonPaths(_paths), CommandJson.Default.JsonPaths, cancellationToken),
        _ => WriteAsync(new JsonEntries(_entries), CommandJson.Default.JsonEntries, cancellationToken),
    };

    private async Task WriteAsync<T>(T answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(answer, type), (byte)'\n'];
        await output.WriteAsync(line, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
