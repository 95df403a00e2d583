using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// The password that an unattended installation or a person has left in the registry as plain text. Winlogon takes it
/// before the secret, so it has to go. What it was is kept in a file of the books, which administrators alone can
/// read, and in no plan, journal or log.
/// </summary>
/// <param name="name">Key and value, as of other registry values.</param>
/// <param name="component">Component it belongs to.</param>
public sealed class PlainPasswordResource(string name, string component)
    : RunningResource(ResourceKinds.PlainPassword, name, component)
{
    /// <summary>The value.</summary>
    public const string ValueName = "DefaultPassword";

    private const string Separator = @"\\";
    private const int TypeBytes = 4;

    /// <inheritdoc/>
    public override ResourceState Desired { get; } = ResourceState.Absent();

    /// <inheritdoc/>
    public override bool IsKept => true;

    private string Key => Name.Substring(0, Name.IndexOf(Separator, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool IsSame(ResourceState one, ResourceState other) => one.IsPresent == other.IsPresent;

    /// <inheritdoc/>
    public override void Prepare(StepContext context, ResourceState target)
    {
        IFileTree files = context.Machine.Files;
        if (!context.IsKeeping || target.IsPresent || files.Find(context.KeepPath) is not null
            || context.Machine.Registry.Find(Key, ValueName) is not { } value)
        {
            return;
        }

        using MemoryStream content = new([.. BitConverter.GetBytes((int)value.Type), .. value.ToArray()]);
        files.Write(context.KeepPath, content, AccessRule.AdministratorsOnly, written: null);
    }

    /// <inheritdoc/>
    protected override ResourceState Detect(IMachine machine, IRunningSystem running) =>
        machine.Registry.Find(Key, ValueName) is null ? ResourceState.Absent() : new(("is", "set"));

    /// <inheritdoc/>
    protected override void Apply(StepContext context, IRunningSystem running, ResourceState target)
    {
        if (!target.IsPresent)
        {
            context.Machine.Registry.DeleteValue(Key, ValueName);
        }
        else if (target[FileResource.KeptFact] is { } kept)
        {
            using Stream stream = context.Machine.Files.OpenRead(kept);
            using MemoryStream content = new();
            stream.CopyTo(content);
            byte[] bytes = content.ToArray();
            context.Machine.Registry.Set(
                Key,
                ValueName,
                new((RegistryValueType)BitConverter.ToInt32(bytes, 0), [.. bytes.Skip(TypeBytes)]));
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [];
}
