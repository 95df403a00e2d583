using System.Text;

namespace PedOS.Tools.Engine.Programs;

/// <summary>An entry of the configuration database.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Value">Its value as text; in one that is not UTF-8, what cannot be read is U+FFFD.</param>
/// <param name="Base64">
/// The bytes of a value that is not UTF-8, exactly; null when <paramref name="Value"/> is exact.
/// </param>
public sealed record DatabaseValue(string Path, string Value, string? Base64 = null)
{
    /// <summary>The path as a terminal may show it.</summary>
    public string ShownPath => DisplayText.Line(Path);

    /// <summary>The value as a terminal may show it.</summary>
    public string ShownValue => DisplayText.Line(Value);

    /// <summary>An entry whose value is these bytes, and no UTF-8.</summary>
    /// <exception cref="FormatException">It is no base64.</exception>
    internal static DatabaseValue OfBytes(string path, string base64) =>
        new(path, Encoding.UTF8.GetString(Convert.FromBase64String(base64)), base64);
}
