using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Plans;

/// <summary>One resource and the state it is brought to.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Found">The state it had when the plan was made.</param>
/// <param name="Target">The state to reach.</param>
public sealed record PlanStep(Resource Resource, ResourceState Found, ResourceState Target)
{
    /// <summary>Stable id: that of the resource.</summary>
    public string Id => Resource.Id;

    /// <summary>What the step does.</summary>
    public StepChange Change =>
        Resource.IsSame(Found, Target) ? StepChange.None
        : !Found.IsPresent ? StepChange.Add
        : Target.IsPresent ? StepChange.Replace
        : StepChange.Remove;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no step.</exception>
    public static PlanStep FromJson(JsonValue value) => new(
        ResourceReader.Read(value.Get("resource")),
        ResourceState.FromJson(value.Get("found")),
        ResourceState.FromJson(value.Get("target")));

    /// <summary>As a record.</summary>
    public JsonValue ToJson() => JsonValue.Record(
        ("resource", Resource.ToJson()), ("found", Found.ToJson()), ("target", Target.ToJson()));
}
