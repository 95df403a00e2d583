using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Live;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Signatures;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Setup;

/// <summary>Does what the command line asks for.</summary>
/// <param name="options">The command line.</param>
/// <param name="console">Shows progress.</param>
/// <param name="time">Tells when.</param>
internal sealed class SetupCommand(SetupOptions options, SetupConsole console, TimeProvider time)
{
    private readonly ProgressObserver _observer = new(console);
    private bool _isUnfinished;

    /// <summary>Does it; the outcome is said to the console.</summary>
    /// <param name="cancellation">Puts everything back.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        try
        {
            using IMachine machine = Open();
            SetupResult result = Run(machine, cancellation);
            console.End(result);
            return result.Code;
        }
        catch (SetupException e)
        {
            int code = CodeOf(e.Error);
            console.Fail(
                code, e.Error, e.Message, _isUnfinished ? e.Remedy + " Then put the rest back: setup undo." : e.Remedy);
            return code;
        }
        catch (OperationCanceledException)
        {
            const string Message = "stopped before anything was changed";
            console.Fail(ExitCode.Cancelled, SetupError.Cancelled, Message, "Start again when you want to.");
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            int code = CodeOf(SetupError.InputOutput);
            console.Fail(
                code, SetupError.InputOutput, e.Message, "Check the volume and the rights, then try again.");
            return code;
        }
        catch (Exception e)
        {
            // The last place where a defect can still be told in the form that was asked for.
            int code = CodeOf(SetupError.Internal);
            console.Fail(code, SetupError.Internal, e.ToString(), "Report this defect.");
            return code;
        }
    }

    private int CodeOf(SetupError error) =>
        _isUnfinished ? ExitCode.Unfinished : ExitCode.Of(error, _observer.HasBegun);

    private IMachine Open() => options.Image is { } image
        ? ImageMachine.Open(image, options.OnlyLooks ? ImageUse.Read : ImageUse.Change)
        : LiveMachine.Open();

    private SetupResult Run(IMachine machine, CancellationToken cancellation)
    {
        if (options.IsInstaller)
        {
            PutBackInterrupted(machine);
        }

        switch (options.Verb)
        {
            case SetupVerb.Install or SetupVerb.Repair:
                return Install(machine, cancellation);
            case SetupVerb.Uninstall:
                return Uninstall(machine, cancellation);
            case SetupVerb.Status:
                return StatusReport.Make(machine);
            case SetupVerb.Test:
                return TestReport.Make(machine);
            case SetupVerb.LogLevel:
                return LogLevelReport.Make(machine, options);
            case SetupVerb.FirstStart:
                return FirstStart(machine, cancellation);
            default:
                return GoOn(machine, cancellation);
        }
    }

    private SetupResult FirstStart(IMachine machine, CancellationToken cancellation)
    {
        FirstStartPlan waiting = new(machine);
        SetupEngine books = new(machine, NoPackage.Instance, _observer);
        string? interrupted = books.Operations(cancellation)
            .Where(static o => o.Plan.Kind == PlanKind.FirstStart
                && o.Phase is OperationPhase.Changing or OperationPhase.Verified)
            .Select(static o => o.Plan.Id)
            .LastOrDefault();
        if (interrupted is null && !waiting.IsThere)
        {
            return new SetupResult(ExitCode.Done, "Nothing waits for the first start.", []);
        }

        return Operate(machine, NoPackage.Instance, engine => interrupted is not null
            ? engine.Resume(interrupted, cancellation)
            : engine.Run(Planner(machine, engine.Receipt).FirstStart(waiting.Read()), cancellation));
    }

    private SetupResult Uninstall(IMachine machine, CancellationToken cancellation)
    {
        if (!options.IsDryRun)
        {
            new SetupEngine(machine, NoPackage.Instance, _observer).Tidy();
        }

        Receipt? receipt = new SetupFolder(machine).ReadReceipt();
        if (options.IsInstaller && receipt is not null && !InstalledPackage.Has(receipt))
        {
            // An MSI that was refused because of it must not take it away when it puts itself back.
            return new SetupResult(ExitCode.Done, "What setup has installed stays.", []);
        }

        Planner planner = Planner(machine, receipt);
        Plan plan = planner.Uninstall([.. options.Components], options.KeepsProfiles);
        return Run(machine, NoPackage.Instance, plan, cancellation);
    }

    private SetupResult Run(IMachine machine, IPackage package, Plan plan, CancellationToken cancellation)
    {
        new Preflight(machine, package).Require(plan);
        if (options.IsDryRun)
        {
            return new SetupResult(ExitCode.Done, PlanText.Write(plan), [("plan", plan.ToJson())]);
        }

        return Operate(machine, package, engine => engine.Run(plan, cancellation));
    }

    private SetupResult Install(IMachine machine, CancellationToken cancellation)
    {
        FolderPackage package = PackagePlace.Open(options.Source, Trust());
        Receipt? receipt = new SetupFolder(machine).ReadReceipt();
        SetupPlans plans = new(Planner(machine, receipt), receipt, package);

        Plan plan = options switch
        {
            { Verb: SetupVerb.Install } => plans.Install(
                options.Components, new ProductOptions(options.IsTemplate, options.Account, options.AdoptsDrivers)),
            { IsInstaller: true } => plans.RepairOrInstall(),
            _ => plans.Repair(),
        };
        return Run(machine, package, plan, cancellation);
    }

    private PackageTrust Trust() => PackageTrust.OfProgram(Environment.ProcessPath, time.GetUtcNow()) with
    {
        Named = [.. options.Trusted.SelectMany(CertificateReader.Load)],
        // Whoever started the MSI has trusted it; this program is a part of it, and no better judge than its package.
        AllowsUnsigned = options.AllowsUnsigned || options.IsInstaller,
    };

    // Nobody is there to ask: the Windows Installer has put back its own part of what was interrupted.
    private void PutBackInterrupted(IMachine machine)
    {
        SetupEngine books = new(machine, NoPackage.Instance, _observer);
        foreach (OperationState operation in books.Operations().Where(static o => o.IsInterrupted).Reverse())
        {
            Operate(machine, NoPackage.Instance, engine => engine.Undo(operation.Plan.Id));
        }
    }

    private Planner Planner(IMachine machine, Receipt? receipt) =>
        new(machine, receipt, PlanId.Create(time.GetUtcNow()));

    private SetupResult GoOn(IMachine machine, CancellationToken cancellation)
    {
        bool isResume = options.Verb is SetupVerb.Resume;
        SetupEngine books = new(machine, NoPackage.Instance, _observer);
        OperationState? last = books.Operations(cancellation).LastOrDefault(o =>
            o.Phase is not OperationPhase.Undone && (!isResume || o.Phase is not OperationPhase.Done));
        if (!isResume && options.IsInstaller && !IsOwnUpdate(last))
        {
            return new SetupResult(ExitCode.Done, "Nothing has to be put back.", []);
        }

        string operation = options.Operation ?? last?.Plan.Id ?? throw new SetupException(
            SetupError.NotFound,
            $"there is no operation to {SetupOptions.Name(options.Verb!.Value)} on {machine.Facts.Location}",
            "Nothing has to be done.");
        if (!isResume)
        {
            return Operate(machine, NoPackage.Instance, engine => engine.Undo(operation));
        }

        bool needsFiles = books.Operations(cancellation).FirstOrDefault(o => o.Plan.Id == operation)?.Plan.Kind
            is PlanKind.Install or PlanKind.Update or PlanKind.Repair;

        // The journal has the hashes of what was verified when the operation began; only such files are taken.
        IPackage package = needsFiles
            ? PackagePlace.Open(options.Source, PackageTrust.Everybody(time.GetUtcNow()))
            : NoPackage.Instance;
        return Operate(machine, package, engine => engine.Resume(operation, cancellation));
    }

    // What the Windows Installer puts back is the update it has begun, and never what was there before that.
    private bool IsOwnUpdate(OperationState? last) =>
        last is { Plan.Kind: PlanKind.Update }
        && PackagePlace.Open(options.Source, PackageTrust.Everybody(time.GetUtcNow())).List.Version
            == last.Plan.Version;

    /// <summary>Whether the operation that failed just now was not put back, either.</summary>
    private bool IsUnfinished(IMachine machine)
    {
        try
        {
            return _observer.HasBegun
                && new SetupEngine(machine, NoPackage.Instance, NoObserver.Instance)
                    .Operations().Any(static o => o.IsInterrupted);
        }
        catch (Exception e) when (e is SetupException or IOException or UnauthorizedAccessException)
        {
            // Books that cannot be read say nothing of an end.
            return true;
        }
    }

    private SetupResult Operate(IMachine machine, IPackage package, Func<SetupEngine, OperationResult> act)
    {
        using OperationLog log = new(new OperationLogPlace(machine), time.GetUtcNow, _observer);
        OperationResult result;
        try
        {
            result = act(new SetupEngine(machine, package, log));
        }
        catch
        {
            _isUnfinished = IsUnfinished(machine);
            throw;
        }

        if (result.NeedsRestart && options.MayRestart)
        {
            machine.Running?.Boot.Restart();
        }

        return new SetupResult(
            result.NeedsRestart ? ExitCode.RestartNeeded : ExitCode.Done,
            OperationText.Write(result, log.Path, options.MayRestart),
            OperationText.Members(result, log.Path));
    }
}
