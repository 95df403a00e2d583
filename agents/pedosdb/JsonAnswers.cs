using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseCommand;

/// <summary>
/// For programs: one object, in which every value is exact. A watch writes an object per change, each on its own line.
/// ASCII only: what could steer a terminal is escaped, as JSON does.
/// </summary>
/// <remarks>
/// Written by hand: the serializer and its metadata are a quarter of the program, for three objects without numbers.
/// </remarks>
/// <param name="command">The command; it decides what the object has.</param>
/// <param name="output">Standard output.</param>
internal sealed class JsonAnswers(string command, Stream output) : Answers
{
    private readonly List<DatabaseEntry> _entries = [];
    private readonly List<string> _paths = [];

    /// <inheritdoc/>
    public override Task ValueAsync(string path, byte[] value, CancellationToken cancellationToken) =>
        EntryAsync(new DatabaseEntry(path, value), string.Empty, cancellationToken);

    /// <inheritdoc/>
    public override Task EntryAsync(DatabaseEntry entry, string prefix, CancellationToken cancellationToken)
    {
        _entries.Add(entry);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task PathAsync(string path, string prefix, CancellationToken cancellationToken)
    {
        _paths.Add(path);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task ChangeAsync(string path, CancellationToken cancellationToken) =>
        WriteAsync(json => json.WriteString("path"u8, path), cancellationToken);

    /// <inheritdoc/>
    public override Task FinishAsync(CancellationToken cancellationToken) => command switch
    {
        "watch" => Task.CompletedTask,
        "list" => WriteAsync(WritePaths, cancellationToken),
        _ => WriteAsync(WriteEntries, cancellationToken),
    };

    private void WritePaths(Utf8JsonWriter json)
    {
        json.WriteStartArray("paths"u8);
        foreach (string path in _paths)
        {
            json.WriteStringValue(path);
        }

        json.WriteEndArray();
    }

    // An entry has either its text or its bytes, never both: its text when its value is UTF-8, the same bytes.
    private void WriteEntries(Utf8JsonWriter json)
    {
        json.WriteStartArray("entries"u8);
        foreach (DatabaseEntry entry in _entries)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, entry.Path);
            if (Utf8.IsValid(entry.Value))
            {
                json.WriteString("text"u8, entry.Value);
            }
            else
            {
                json.WriteBase64String("base64"u8, entry.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private async Task WriteAsync(Action<Utf8JsonWriter> writeMembers, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        await output.WriteAsync(line.WrittenMemory, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
