using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Books;

/// <summary>A resource that is installed, and what was there before the tools came.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Original">The state to leave behind.</param>
public sealed record ReceiptEntry(Resource Resource, ResourceState Original)
{
    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no entry.</exception>
    public static ReceiptEntry FromJson(JsonValue value) =>
        new(ResourceReader.Read(value.Get("resource")), ResourceState.FromJson(value.Get("original")));

    /// <summary>As a record.</summary>
    public JsonValue ToJson() =>
        JsonValue.Record(("resource", Resource.ToJson()), ("original", Original.ToJson()));
}
