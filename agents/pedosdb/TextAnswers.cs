using System.Text;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseCommand;

/// <summary>For people, and for scripts of the original's commands: one line each.</summary>
/// <param name="options">How they are shown.</param>
/// <param name="output">Standard output.</param>
internal sealed class TextAnswers(CommandOptions options, Stream output) : Answers
{
    /// <inheritdoc/>
    public override Task ValueAsync(string path, byte[] value, CancellationToken cancellationToken) =>
        LineAsync(options.FullPath ? $"{path} = " : string.Empty, value, cancellationToken);

    /// <inheritdoc/>
    public override Task EntryAsync(DatabaseEntry entry, string prefix, CancellationToken cancellationToken) =>
        LineAsync($"{Shown(entry.Path, prefix)} = ", entry.Value, cancellationToken);

    /// <inheritdoc/>
    public override Task PathAsync(string path, string prefix, CancellationToken cancellationToken) =>
        LineAsync(Shown(path, prefix), [], cancellationToken);

    /// <inheritdoc/>
    public override async Task ChangeAsync(string path, CancellationToken cancellationToken)
    {
        await LineAsync(path, [], cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task FinishAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    private string Shown(string path, string prefix) => options.FullPath ? path : path[prefix.Length..];

    private async Task LineAsync(string head, byte[] value, CancellationToken cancellationToken)
    {
        byte[] line = [.. Encoding.UTF8.GetBytes(head), .. ValueText.Of(value, options.Raw), (byte)'\n'];
        await output.WriteAsync(line, cancellationToken);
    }
}
