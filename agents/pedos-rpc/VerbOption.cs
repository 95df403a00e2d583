namespace PedOS.Rpc;

/// <summary>An option of a verb.</summary>
/// <param name="Name">As it is written, with its dashes.</param>
/// <param name="Value">What its value is called in the help; "" when it takes none.</param>
/// <param name="Purpose">What it does, for the help.</param>
internal sealed record VerbOption(string Name, string Value, string Purpose)
{
    /// <summary>Whether a value may be used; by default every one that is not empty.</summary>
    public Func<string, bool> Allows { get; init; } = static _ => true;

    /// <summary>The option that this one, written behind it, takes back; null for none.</summary>
    public VerbOption? Undoes { get; init; }

    /// <summary>Whether <c>--name</c>, or <c>--name=value</c>, may be written so.</summary>
    public bool Takes(string value) => Value.Length == 0 ? value.Length == 0 : value.Length > 0 && Allows(value);
}
