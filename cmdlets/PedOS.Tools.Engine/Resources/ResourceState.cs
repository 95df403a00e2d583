using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// What a resource is like on a machine, as named facts: enough to tell two states apart, to show them, and to bring
/// the state back. It goes into the journal; secrets never do.
/// </summary>
public sealed class ResourceState : IEquatable<ResourceState>
{
    private readonly SortedDictionary<string, string> _facts;

    /// <summary>A state with facts; those without a value are left out.</summary>
    public ResourceState(params (string Name, string? Value)[] facts)
    {
        _facts = new(StringComparer.Ordinal);
        foreach ((string name, string? value) in facts)
        {
            if (value is not null)
            {
                _facts.Add(name, value);
            }
        }
    }

    /// <summary>Whether the resource is there at all.</summary>
    public bool IsPresent => this["is"] is not "absent";

    /// <summary>A fact; null when the state does not have it.</summary>
    public string? this[string name] => _facts.TryGetValue(name, out string? value) ? value : null;

    /// <summary>The resource is not there.</summary>
    /// <param name="above">What else is missing above it and has to go again with it; null for nothing.</param>
    public static ResourceState Absent(string? above = null) => new(("is", "absent"), ("above", above));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no state.</exception>
    public static ResourceState FromJson(JsonValue value) =>
        new([.. value.Members.Select(static m => (m.Key, (string?)m.Value.AsText()))]);

    /// <summary>The same state with one fact more, or another one.</summary>
    public ResourceState With(string name, string? value) =>
        new([.. _facts.Where(f => f.Key != name).Select(static f => (f.Key, (string?)f.Value)), (name, value)]);

    /// <summary>As a record of strings.</summary>
    public JsonValue ToJson() =>
        JsonValue.Record(_facts.Select(static f => new KeyValuePair<string, JsonValue>(f.Key, JsonValue.Of(f.Value))));

    /// <inheritdoc/>
    public bool Equals(ResourceState? other) => other is not null && _facts.SequenceEqual(other._facts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResourceState);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>As people read it.</summary>
    public override string ToString() =>
        IsPresent ? string.Join(", ", _facts.Select(static f => $"{f.Key}={f.Value}")) : "absent";
}
