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
    private readonly OperationLogPlace _place;
    private readonly IOperationObserver _next;
    private readonly Func<DateTimeOffset> _now;
    private IAppendFile? _page;
    private IAppendFile? _verbose;
    private bool _isOpened;

    /// <summary>
    /// Prepares the two files; they are made when the operation begins, so that a refusal leaves none.
    /// </summary>
    /// <param name="place">Where they go.</param>
    /// <param name="now">The time.</param>
    /// <param name="next">Is told everything too.</param>
    public OperationLog(OperationLogPlace place, Func<DateTimeOffset> now, IOperationObserver next)
    {
        _place = place;
        _next = next;
        _now = now;
    }

    /// <summary>Where the page for people is; "" when nothing was written.</summary>
    public string Path { get; private set; } = "";

    /// <inheritdoc/>
    public void Begin(Plan plan)
    {
        Open(plan);
        Write(_page, $"{plan.Kind} {plan.Version}, operation {plan.Id}");
        Write(_page, plan.Components.Count > 0
            ? $"Components afterwards: {string.Join(", ", plan.Components)}"
            : "Nothing stays installed.");
        if (plan.Origin is { } origin)
        {
            Write(_page, $"The package is {origin}.");
        }

        if (plan.Replaced is { } replaced)
        {
            Write(_page, $"It replaces what was {replaced}.");
        }

        foreach (AdoptedDriverResource driver in plan.AdoptedDrivers)
        {
            Write(_page, $"Uses what others have installed: driver {driver.Name} version {driver.Version}.");
        }

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
        if (after[FileResource.InUseFact] is not null)
        {
            Write(_page, $"{step.Resource.Name} is replaced; the old one runs until it ends or Windows restarts");
        }

        Write(_verbose, $"done: {step.Id}");
        Write(_verbose, $"  before: {before}");
        Write(_verbose, $"  after:  {after}");
        _next.StepDone(step, before, after);
    }

    /// <inheritdoc/>
    public void Undoing(Plan plan, Exception? failure)
    {
        Open(plan);
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
        Open(result.Plan);
        foreach (string warning in result.Warnings)
        {
            Write(_page, $"Warning: {warning}");
        }

        string seconds = result.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        string text = (result.Phase, result.NeedsRestart) switch
        {
            (OperationPhase.Undone, false) => "Undone: everything is as it was before.",
            (OperationPhase.Undone, true) => "Undone: everything is as it was before, after a restart of Windows.",
            (_, true) => "Done; restart Windows.",
            _ => "Done.",
        };
        Write(_page, $"{text} {result.Changed} resources in {seconds} seconds.");
        Write(_verbose, $"{result.Phase}, {result.Changed} resources in {seconds} s");
        _next.End(result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _page?.Dispose();
        _verbose?.Dispose();
    }

    private void Open(Plan plan)
    {
        if (_isOpened)
        {
            return;
        }

        _isOpened = true;
        string name = "PedOS_Windows_Tools_" + _now().UtcDateTime.ToString(
            "yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        try
        {
            _page = _place.Open(plan, name + ".log");
            Path = _place.PathOf(plan, name + ".log");
            _verbose = _place.Open(plan, name + "_verbose.log");
        }
        catch (SetupException)
        {
            // As for a log that cannot be written: the operation goes on.
        }
    }

    private void Write(IAppendFile? file, string line)
    {
        if (file is null)
        {
            return;
        }

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
