using System.Globalization;
using System.Text;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Operations;

/// <summary>
/// Writes an operation down in two files: a page that a person reads, and every resource with its states before and
/// after. UTF-8; times are UTC. A log that cannot be written ends nothing.
/// </summary>
public sealed class OperationLog : IOperationObserver, IDisposable
{
    private readonly IOperationObserver _next;
    private readonly Func<DateTimeOffset> _now;
    private readonly IAppendFile _page;
    private readonly IAppendFile _verbose;

    /// <summary>Opens the two files.</summary>
    /// <param name="open">Opens a file of the given name: in %TEMP%, or beside the journal of an image.</param>
    /// <param name="now">The time.</param>
    /// <param name="next">Is told everything too.</param>
    public OperationLog(Func<string, IAppendFile> open, Func<DateTimeOffset> now, IOperationObserver next)
    {
        _next = next;
        _now = now;
        string name = "PedOS_Windows_Tools_" + now().UtcDateTime.ToString(
            "yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        _page = open(name + ".log");
        _verbose = open(name + "_verbose.log");
        Name = name;
    }

    /// <summary>Name of both files, without what tells them apart.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public void Begin(Plan plan)
    {
        Write(_page, $"{plan.Kind} {plan.Version}, operation {plan.Id}");
        Write(_page, plan.Components.Count > 0
            ? $"Components afterwards: {string.Join(", ", plan.Components)}"
            : "Nothing stays installed.");
        Write(_page, $"{plan.Changes.Count()} changes:");
        foreach (IGrouping<string, PlanStep> kind in plan.Changes.GroupBy(static s => $"{s.Change} {s.Resource.Kind}"))
        {
            Write(_page, $"  {kind.Key}: {kind.Count()}");
        }

        foreach (PlanStep step in plan.Deferred)
        {
            Write(_page, $"  at the first start: {PlanText.Line(step)}");
        }

        Write(_verbose, $"{plan.Kind} {plan.Version}, operation {plan.Id}");
        foreach (PlanStep step in plan.Steps)
        {
            Write(_verbose, $"planned: {PlanText.Line(step)}; found {step.Found}");
        }

        _next.Begin(plan);
    }

    /// <inheritdoc/>
    public void StepBegins(PlanStep step, int number, int count)
    {
        Write(_verbose, $"{number}/{count} begins: {step.Id}");
        _next.StepBegins(step, number, count);
    }

    /// <inheritdoc/>
    public void StepDone(PlanStep step, ResourceState before, ResourceState after)
    {
        Write(_verbose, $"done: {step.Id}");
        Write(_verbose, $"  before: {before}");
        Write(_verbose, $"  after:  {after}");
        _next.StepDone(step, before, after);
    }

    /// <inheritdoc/>
    public void Undoing(Plan plan, Exception? failure)
    {
        string why = failure is null ? "because somebody asked for it" : "after a failure: " + failure.Message;
        Write(_page, $"Operation {plan.Id} is undone {why}");
        if (failure is SetupException { Remedy: { } remedy })
        {
            Write(_page, $"  What to do: {remedy}");
        }

        Write(_verbose, $"undoing {why}: {failure}");
        _next.Undoing(plan, failure);
    }

    /// <inheritdoc/>
    public void End(OperationResult result)
    {
        string seconds = result.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        string text = result.Phase switch
        {
            OperationPhase.AwaitsRestart => "Done; it works after a restart of Windows.",
            OperationPhase.Undone => "Undone: everything is as it was before.",
            _ => "Done.",
        };
        Write(_page, $"{text} {result.Changed} resources in {seconds} seconds.");
        Write(_verbose, $"{result.Phase}, {result.Changed} resources in {seconds} s");
        _next.End(result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _page.Dispose();
        _verbose.Dispose();
    }

    private void Write(IAppendFile file, string line)
    {
        string time = _now().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        try
        {
            file.Append(Encoding.UTF8.GetBytes($"{time} {line}\n"));
        }
        catch (SetupException)
        {
            // The log's volume is full or gone; the operation itself goes on and tells its own failures.
        }
    }
}
