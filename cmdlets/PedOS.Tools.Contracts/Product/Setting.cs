namespace PedOS.Tools.Contracts.Product;

/// <summary>A setting: one row of <see cref="KnownSettings"/>.</summary>
/// <param name="name">Value name, see <see cref="SettingNames"/>.</param>
/// <param name="meaning">What it is, for people.</param>
public abstract class Setting(string name, string meaning)
{
    /// <summary>Value name.</summary>
    public string Name { get; } = name;

    /// <summary>What it is, for people: a few words, with its unit.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Type of its value in the registry.</summary>
    public abstract string TypeName { get; }

    /// <summary>What holds when nobody sets it: a number, or "".</summary>
    public abstract object Default { get; }

    /// <summary>What a value must be, to be read after "must be".</summary>
    public abstract string Wanted { get; }

    /// <summary>Names of the programs that follow it; for others it is without effect.</summary>
    public IReadOnlyList<string> Readers => ProductPrograms.ReadersOf(Name);
}
