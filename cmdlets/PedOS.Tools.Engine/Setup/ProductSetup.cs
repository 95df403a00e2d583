using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Setup;

/// <summary>
/// The front door of the engine to change what is installed: it plans, runs, resumes and undoes, with the same rules
/// for everybody who asks. <see cref="ProductConfiguration"/> and <see cref="ProductState"/> are the doors beside it.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="frontEnd">Who asks.</param>
/// <remarks>
/// <list type="bullet">
/// <item>Updating, repairing and uninstalling demand an installation; installing does not.</item>
/// <item>Every plan passes <see cref="Preflight"/> before anybody is asked about it.</item>
/// <item>Resuming needs the package when <see cref="OperationState.NeedsPackage"/> says so, and is not looked for
/// otherwise; whoever signed it, because the journal has the hashes of its files. Undoing never needs it.</item>
/// <item>Without a name, the last operation is meant that can be resumed or undone.</item>
/// </list>
/// </remarks>
public sealed class ProductSetup(IMachine machine, FrontEnd frontEnd)
{
    /// <summary>Name of the service that does at the first start of an image what had to wait for it.</summary>
    public const string FirstStartService = Plans.Planner.FirstStartService;

    /// <summary>What is installed, and what was done.</summary>
    public OperationBooks Books { get; } = new(machine);

    /// <summary>What an installation could bring, for somebody who chooses before he asks for it.</summary>
    /// <param name="request">An installation.</param>
    /// <exception cref="SetupException">There is no package whose signer is trusted.</exception>
    public InstallationOffer Offer(SetupRequest request)
    {
        FolderPackage package = frontEnd.Packages.Open(
            request.Trust ?? throw new ArgumentException("only an installation has an offer", nameof(request)));
        Receipt? receipt = Books.Receipt;
        HashSet<string> usual = new(
            new SetupPlans(Planner(receipt), receipt, package).Usual(request.Options), StringComparer.Ordinal);
        return new(
            package.List.Version,
            receipt?.Version ?? "",
            package.Origin,
            [.. ComponentCatalog.All.Select(c => new OfferedComponent(
                c,
                !c.NeedsFiles || c.Default == ComponentDefault.Required || package.List.Has(c.Name),
                receipt?.Components.Contains(c.Name, StringComparer.Ordinal) is true,
                usual.Contains(c.Name)))]);
    }

    /// <summary>Makes a plan, and looks whether anything speaks against it.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="onlyLooks">
    /// Changes nothing. Otherwise books that are left of what is uninstalled already are removed before.
    /// </param>
    /// <exception cref="SetupException">It cannot be done; nothing but such books was changed.</exception>
    public PreparedPlan Prepare(SetupRequest request, bool onlyLooks)
    {
        if (request.Trust is not { } trust)
        {
            if (!onlyLooks)
            {
                Engine(NoPackage.Instance, frontEnd.Observer).Tidy();
            }

            return Checked(
                Planner(Books.Receipt).Uninstall([.. request.Components], request.KeepsProfiles), NoPackage.Instance);
        }

        FolderPackage package = frontEnd.Packages.Open(trust);
        Receipt? receipt = Books.Receipt;
        SetupPlans plans = new(Planner(receipt), receipt, package);
        Plan plan = request.Kind switch
        {
            PlanKind.Install => plans.Install(request.Components, request.Options),
            PlanKind.Update => plans.Update(),
            _ when request.InstallsWhatIsGone => plans.RepairOrInstall(),
            _ => plans.Repair(),
        };
        return Checked(plan, package);
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="prepared">The plan.</param>
    /// <param name="cancellation">Puts everything back.</param>
    /// <exception cref="SetupException">It failed and everything was put back, or it did not begin.</exception>
    public SetupOutcome Run(PreparedPlan prepared, CancellationToken cancellation) =>
        Operate(prepared.Package, engine => engine.Run(prepared.Plan, cancellation));

    /// <summary>Finishes an operation that was interrupted, or that waited for a restart.</summary>
    /// <param name="id">The operation; null for the last one that is not over.</param>
    /// <param name="cancellation">Puts everything back.</param>
    /// <exception cref="SetupException">
    /// There is none, its package is needed and not there, or it failed and everything was put back.
    /// </exception>
    public SetupOutcome Resume(string? id, CancellationToken cancellation)
    {
        string operation = id ?? NameOf(
            Books.Operations(cancellation)
                .LastOrDefault(static o => o.Phase is not (OperationPhase.Undone or OperationPhase.Done)),
            "resume");
        IPackage? package = Books.Find(operation, cancellation) is { NeedsPackage: true }
            ? frontEnd.Packages.TryOpen(PackageTrust.Everybody(frontEnd.Now()))
            : null;
        return Operate(package ?? NoPackage.Instance, engine => engine.Resume(operation, cancellation));
    }

    /// <summary>Puts everything back that an operation changed.</summary>
    /// <param name="id">The operation; null for the last one that is not undone.</param>
    /// <param name="cancellation">Ends the reading of the books; what was begun is done.</param>
    /// <exception cref="SetupException">There is none, or it cannot be undone; nothing is changed then.</exception>
    public SetupOutcome Undo(string? id, CancellationToken cancellation = default)
    {
        string operation = id ?? NameOf(FindLastToUndo(cancellation), "undo");
        return Operate(NoPackage.Instance, engine => engine.Undo(operation));
    }

    /// <summary>The operation that is undone when none is named; null for none.</summary>
    /// <param name="cancellation">Ends the reading of the books.</param>
    public OperationState? FindLastToUndo(CancellationToken cancellation) =>
        Books.Operations(cancellation).LastOrDefault(static o => o.Phase is not OperationPhase.Undone);

    /// <summary>Whether an operation is open; books that cannot be read say nothing of an end.</summary>
    public bool IsUnfinished()
    {
        try
        {
            return Books.Operations().Any(static o => o.IsInterrupted);
        }
        catch (Exception e) when (e is SetupException or IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Puts back what was interrupted, the last first: for whoever has nobody to ask.</summary>
    /// <param name="cancellation">Ends the reading of the books.</param>
    /// <exception cref="SetupException">One could not be put back.</exception>
    public void PutBackInterrupted(CancellationToken cancellation)
    {
        foreach (OperationState operation in Books.Operations(cancellation)
            .Where(static o => o.IsInterrupted).Reverse())
        {
            _ = Undo(operation.Plan.Id, cancellation);
        }
    }

    /// <summary>Does what waited for the first start of an image, or finishes it.</summary>
    /// <param name="cancellation">Puts everything back.</param>
    /// <returns>Null when nothing waits.</returns>
    /// <exception cref="SetupException">It cannot be done, or failed and everything was put back.</exception>
    public SetupOutcome? RunFirstStart(CancellationToken cancellation)
    {
        OperationState? interrupted = Books.Operations(cancellation).LastOrDefault(static o =>
            o.Plan.Kind == PlanKind.FirstStart && o.Phase is OperationPhase.Changing or OperationPhase.Verified);
        FirstStartPlan waiting = new(machine);
        return interrupted is not null ? Resume(interrupted.Plan.Id, cancellation)
            : waiting.IsThere
                ? Run(Checked(Planner(Books.Receipt).FirstStart(waiting.Read()), NoPackage.Instance), cancellation)
            : null;
    }

    /// <summary>Restarts Windows after an operation that needs it.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="isAsked">Whether that was asked for; it is never done otherwise.</param>
    /// <returns>Whether people have to restart it themselves before everything works.</returns>
    public bool Restart(SetupOutcome outcome, bool isAsked)
    {
        if (!outcome.Result.NeedsRestart || machine.Running is not { } running)
        {
            return false;
        }

        if (isAsked)
        {
            running.Boot.Restart();
        }

        return !isAsked;
    }

    private PreparedPlan Checked(Plan plan, IPackage package)
    {
        Preflight preflight = new(machine, package);
        preflight.Require(plan);
        return new PreparedPlan(plan, package, preflight.Warn(plan));
    }

    private SetupOutcome Operate(IPackage package, Func<SetupEngine, OperationResult> act)
    {
        using OperationLog log = new(new OperationLogPlace(machine), frontEnd.Now, frontEnd.Observer);
        return new SetupOutcome(act(Engine(package, log)), log.Path);
    }

    private SetupEngine Engine(IPackage package, IOperationObserver observer) => new(machine, package, observer);

    private Planner Planner(Receipt? receipt) => new(machine, receipt, PlanId.Create(frontEnd.Now()));

    private string NameOf(OperationState? operation, string verb) => operation?.Plan.Id ?? throw new SetupException(
        SetupError.NotFound,
        $"there is no operation to {verb} on {machine.Facts.Location}",
        "Nothing has to be done.");
}
