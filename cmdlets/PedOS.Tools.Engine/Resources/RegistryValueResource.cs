using System.Globalization;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>A registry value. Keys that had to be made for it go again with it, when they are empty.</summary>
public sealed class RegistryValueResource : Resource
{
    private readonly string _key;
    private readonly string _valueName;
    private readonly bool _needsRestart;
    private readonly bool _waitsForStart;

    /// <summary>Describes the value.</summary>
    /// <param name="kind">What it is to people, see <see cref="ResourceKinds"/>.</param>
    /// <param name="key">Its key.</param>
    /// <param name="valueName">Its name; "" is the default value.</param>
    /// <param name="value">What it should be; null for not there.</param>
    /// <param name="component">Component it belongs to.</param>
    /// <param name="needsRestart">Whether Windows reads it only when it starts.</param>
    /// <param name="waitsForStart">
    /// Whether an image gets it at its first start only, because something that it depends on does.
    /// </param>
    public RegistryValueResource(
        string kind,
        string key,
        string valueName,
        RegistryValue? value,
        string component,
        bool needsRestart = false,
        bool waitsForStart = false)
        : base(kind, key + "\\\\" + valueName, component)
    {
        _key = key;
        _valueName = valueName;
        _needsRestart = needsRestart;
        _waitsForStart = waitsForStart;
        Desired = value is null ? ResourceState.Absent() : Of(value);
    }

    /// <inheritdoc/>
    public override ResourceState Desired { get; }

    /// <inheritdoc/>
    public override bool NeedsRestart => _needsRestart;

    /// <inheritdoc/>
    public override bool NeedsRunningSystem => _waitsForStart;

    /// <inheritdoc/>
    public override bool IsOfRegistry => true;

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine) =>
        machine.Registry.Find(_key, _valueName) is { } value
            ? Of(value)
            : ResourceState.Absent(KeysAbove.FirstMissing(machine.Registry, _key));

    /// <inheritdoc/>
    public override void Apply(StepContext context, ResourceState target)
    {
        IRegistry registry = context.Machine.Registry;
        if (!target.IsPresent)
        {
            registry.DeleteValue(_key, _valueName);
            KeysAbove.RemoveEmpty(registry, _key, target["above"]);
            return;
        }

        int type = int.Parse(target["type"] ?? "", NumberStyles.Integer, CultureInfo.InvariantCulture);
        RegistryValue wanted = ReadValue(type, target["data"] ?? "");
        if (!wanted.Equals(registry.Find(_key, _valueName)))
        {
            registry.Set(_key, _valueName, wanted);
        }
    }

    /// <summary>Reads what <see cref="Resource.ToJson"/> wrote.</summary>
    internal static RegistryValueResource FromJson(string kind, string component, JsonValue value) => new(
        kind,
        value.Get("key").AsText(),
        value.Get("value").AsText(),
        value.Find("data") is { } data ? ReadValue(value.Get("type").AsInt32(), data.AsText()) : null,
        component,
        value.Find("restart")?.AsTruth() ?? false,
        value.Find("start")?.AsTruth() ?? false);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() =>
    [
        ("key", JsonValue.Of(_key)),
        ("value", JsonValue.Of(_valueName)),
        ("type", Desired["type"] is { } type
            ? JsonValue.Of(long.Parse(type, CultureInfo.InvariantCulture))
            : JsonValue.Null),
        ("data", JsonValue.Of(Desired["data"])),
        ("restart", JsonValue.Of(_needsRestart)),
        ("start", _waitsForStart ? JsonValue.Of(true) : JsonValue.Null),
    ];

    private static ResourceState Of(RegistryValue value) => new(
        ("is", value.ToString()),
        ("type", ((int)value.Type).ToString(CultureInfo.InvariantCulture)),
        ("data", Convert.ToBase64String(value.ToArray())));

    private static RegistryValue ReadValue(int type, string data) =>
        new((RegistryValueType)type, Convert.FromBase64String(data));
}
