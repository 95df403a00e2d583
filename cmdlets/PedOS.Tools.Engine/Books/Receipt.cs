using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Books;

/// <summary>What is installed on a machine; the only thing uninstalling goes by.</summary>
/// <param name="Version">Version of the tools.</param>
/// <param name="Operation">The operation that wrote it.</param>
/// <param name="Components">Installed components.</param>
/// <param name="Entries">Installed resources, in the order of installation.</param>
public sealed record Receipt(
    string Version, string Operation, IReadOnlyList<string> Components, IReadOnlyList<ReceiptEntry> Entries)
{
    /// <summary>Who signed the package that was installed last; null for installations that did not note it.</summary>
    public PackageOrigin? Origin { get; init; }

    /// <summary>Version of the format that is written, and the newest that is read.</summary>
    public const int Format = 1;

    /// <summary>Drivers of others that the tools use.</summary>
    public IEnumerable<AdoptedDriverResource> AdoptedDrivers =>
        Entries.Select(static e => e.Resource).OfType<AdoptedDriverResource>();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no receipt, or one of a newer version.</exception>
    public static Receipt FromJson(JsonValue value)
    {
        int format = value.Get("format").AsInt32();
        return format != Format
            ? throw new FormatException($"a receipt of format {format}; this version knows {Format}")
            : new(
                value.Get("version").AsText(),
                value.Get("operation").AsText(),
                [.. value.Get("components").Items.Select(static c => c.AsText())],
                [.. value.Get("entries").Items.Select(ReceiptEntry.FromJson)])
            {
                Origin = value.Find("origin") is { } origin ? PackageOrigin.FromJson(origin) : null,
            };
    }

    /// <summary>As a record.</summary>
    public JsonValue ToJson() => JsonValue.Record(
        ("format", JsonValue.Of(Format)),
        ("version", JsonValue.Of(Version)),
        ("operation", JsonValue.Of(Operation)),
        ("components", JsonValue.Of(Components)),
        ("origin", Origin?.ToJson() ?? JsonValue.Null),
        ("entries", JsonValue.Of(Entries.Select(static e => e.ToJson()))));
}
