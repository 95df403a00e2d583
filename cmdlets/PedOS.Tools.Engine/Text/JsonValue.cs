using System.Globalization;

namespace PedOS.Tools.Engine.Text;

/// <summary>
/// A JSON value. The engine also runs where no JSON library can be loaded (Windows PowerShell keeps one version of an
/// assembly for all modules) and stays small as a native program, so it brings the little it needs.
/// </summary>
public sealed class JsonValue
{
    private readonly object? _value;

    private JsonValue(JsonKind kind, object? value)
    {
        Kind = kind;
        _value = value;
    }

    /// <summary>null.</summary>
    public static JsonValue Null { get; } = new(JsonKind.Null, null);

    /// <summary>What it is.</summary>
    public JsonKind Kind { get; }

    /// <summary>The elements of a list.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public IReadOnlyList<JsonValue> Items => (IReadOnlyList<JsonValue>)Of(JsonKind.List);

    /// <summary>The members of a record, in their order.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Members =>
        (IReadOnlyList<KeyValuePair<string, JsonValue>>)Of(JsonKind.Record);

    /// <summary>A string, or null.</summary>
    public static JsonValue Of(string? text) => text is null ? Null : new(JsonKind.Text, text);

    /// <summary>A number.</summary>
    public static JsonValue Of(long number) => new(JsonKind.Number, number);

    /// <summary>A truth value.</summary>
    public static JsonValue Of(bool truth) => new(JsonKind.Truth, truth);

    /// <summary>A list.</summary>
    public static JsonValue Of(IEnumerable<JsonValue> items) => new(JsonKind.List, items.ToArray());

    /// <summary>A list of strings.</summary>
    public static JsonValue Of(IEnumerable<string> items) => Of(items.Select(Of));

    /// <summary>A record.</summary>
    public static JsonValue Record(params (string Name, JsonValue Value)[] members) =>
        Record(members.Select(static m => new KeyValuePair<string, JsonValue>(m.Name, m.Value)));

    /// <summary>A record.</summary>
    public static JsonValue Record(IEnumerable<KeyValuePair<string, JsonValue>> members) =>
        new(JsonKind.Record, members.ToArray());

    /// <summary>Member of a record; null when it has none of the name.</summary>
    /// <exception cref="FormatException">It is no record.</exception>
    public JsonValue? Find(string name)
    {
        foreach (KeyValuePair<string, JsonValue> member in Members)
        {
            if (member.Key == name)
            {
                return member.Value.Kind == JsonKind.Null ? null : member.Value;
            }
        }

        return null;
    }

    /// <summary>Member of a record.</summary>
    /// <exception cref="FormatException">It is no record, or has none of the name.</exception>
    public JsonValue Get(string name) =>
        Find(name) ?? throw new FormatException(string.Format(CultureInfo.InvariantCulture, "no member {0}", name));

    /// <summary>The string.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public string AsText() => (string)Of(JsonKind.Text);

    /// <summary>The number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public long AsNumber() => (long)Of(JsonKind.Number);

    /// <summary>The number, when it fits.</summary>
    /// <exception cref="FormatException">It is none, or does not fit.</exception>
    public int AsInt32()
    {
        long number = AsNumber();
        return number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw new FormatException($"{number.ToString(CultureInfo.InvariantCulture)} is out of range");
    }

    /// <summary>The truth value.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public bool AsTruth() => (bool)Of(JsonKind.Truth);

    /// <summary>JSON text, on one line.</summary>
    public override string ToString() => JsonText.Write(this, isIndented: false);

    private object Of(JsonKind kind) =>
        Kind == kind ? _value! : throw new FormatException($"a {Kind} where a {kind} was expected");
}
