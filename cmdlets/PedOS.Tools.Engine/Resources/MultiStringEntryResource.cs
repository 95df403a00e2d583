using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// One string of a multi-string registry value. The other strings belong to others: they stay, in their order,
/// whatever happens to ours.
/// </summary>
/// <param name="kind">What it is to people, see <see cref="ResourceKinds"/>.</param>
/// <param name="key">Key of the value.</param>
/// <param name="valueName">Name of the value.</param>
/// <param name="entry">Our string; added at the end.</param>
/// <param name="component">Component it belongs to.</param>
public sealed class MultiStringEntryResource(
    string kind, string key, string valueName, string entry, string component)
    : Resource(kind, key + "\\\\" + valueName + "\\\\" + entry, component)
{
    private const string NoValue = "no value";

    /// <inheritdoc/>
    public override ResourceState Desired { get; } = new(("is", entry));

    /// <inheritdoc/>
    public override bool NeedsRestart => Kind == ResourceKinds.BootExecute;

    /// <inheritdoc/>
    public override bool IsOfRegistry => true;

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine)
    {
        IReadOnlyList<string>? entries = Entries(machine.Registry);
        return entries is null
            ? ResourceState.Absent(KeysAbove.FirstMissing(machine.Registry, key)).With("value", NoValue)
            : entries.Contains(entry, StringComparer.Ordinal) ? Desired : ResourceState.Absent();
    }

    /// <inheritdoc/>
    public override void Apply(StepContext context, ResourceState target)
    {
        IRegistry registry = context.Machine.Registry;
        IReadOnlyList<string>? entries = Entries(registry);
        bool isThere = entries is not null && entries.Contains(entry, StringComparer.Ordinal);
        if (target.IsPresent)
        {
            if (!isThere)
            {
                registry.Set(key, valueName, RegistryValue.Texts([.. entries ?? [], entry]));
            }

            return;
        }

        string[] others = [.. (entries ?? []).Where(e => e != entry)];
        if (others.Length == 0 && target["value"] == NoValue)
        {
            registry.DeleteValue(key, valueName);
            KeysAbove.RemoveEmpty(registry, key, target["above"]);
        }
        else if (isThere)
        {
            registry.Set(key, valueName, RegistryValue.Texts(others));
        }
    }

    /// <summary>Reads what <see cref="Resource.ToJson"/> wrote.</summary>
    internal static MultiStringEntryResource FromJson(string kind, string component, JsonValue value) => new(
        kind, value.Get("key").AsText(), value.Get("value").AsText(), value.Get("entry").AsText(), component);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() =>
    [
        ("key", JsonValue.Of(key)),
        ("value", JsonValue.Of(valueName)),
        ("entry", JsonValue.Of(entry)),
    ];

    private IReadOnlyList<string>? Entries(IRegistry registry)
    {
        RegistryValue? value = registry.Find(key, valueName);
        return value is null
            ? null
            : value.AsTexts() ?? throw new SetupException(
                SetupError.NotVerified,
                $"{key}, value {valueName}, is not a list of strings but {value.Type}",
                "Repair the value; nothing of it was changed.");
    }
}
