using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Access;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Signatures;

namespace PedOS.Setup;

/// <summary>Does what the command line asks for.</summary>
/// <param name="options">The command line.</param>
/// <param name="console">Shows progress.</param>
/// <param name="time">Tells when.</param>
internal sealed class SetupCommand(SetupOptions options, SetupConsole console, TimeProvider time)
{
    private readonly ConsoleProgress _progress = new(console);
    private bool _isUnfinished;

    /// <summary>Does it; the outcome is said to the console.</summary>
    /// <param name="cancellation">Puts everything back.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        try
        {
            using IMachine machine = MachineAccess.Open(options.Image, isChanged: !options.OnlyLooks);
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
        _isUnfinished ? ExitCode.Unfinished : ExitCode.Of(error, _progress.HasBegun);

    private SetupResult Run(IMachine machine, CancellationToken cancellation)
    {
        ProductSetup setup = new(
            machine, new FrontEnd(HealthAdvice.Program, OwnPackage.Place(options.Source), _progress, time.GetUtcNow));
        try
        {
            if (options.IsInstaller)
            {
                // Nobody is there to ask: the Windows Installer has put back its own part of what was interrupted.
                setup.PutBackInterrupted(cancellation);
            }

            return Run(machine, setup, cancellation);
        }
        catch
        {
            _isUnfinished = _progress.HasBegun && setup.IsUnfinished();
            throw;
        }
    }

    private SetupResult Run(IMachine machine, ProductSetup setup, CancellationToken cancellation) =>
        options.Verb switch
        {
            SetupVerb.Install => Run(setup, InstallRequest(machine, setup), cancellation),
            SetupVerb.Repair => Run(setup, SetupRequest.Repair(Trust(), options.IsInstaller), cancellation),
            SetupVerb.Uninstall => Uninstall(setup, cancellation),
            SetupVerb.Status => StatusReport.Make(machine),
            SetupVerb.Test => TestReport.Make(machine),
            SetupVerb.LogLevel => LogLevelReport.Make(machine, options),
            SetupVerb.FirstStart => setup.RunFirstStart(cancellation) is { } outcome
                ? Show(setup, outcome)
                : new SetupResult(ExitCode.Done, "Nothing waits for the first start.", []),
            SetupVerb.Resume => Show(setup, setup.Resume(options.Operation, cancellation)),
            _ => Undo(setup, cancellation),
        };

    private SetupRequest InstallRequest(IMachine machine, ProductSetup setup)
    {
        SetupRequest usual = Request(options);
        return options.IsAsking
            ? Request(new SetupDialog(console).Choose(setup.Offer(usual), machine.Facts.Location, options))
            : usual;
    }

    private SetupRequest Request(SetupOptions chosen) => SetupRequest.Install(
        chosen.Components,
        new ProductOptions(chosen.IsTemplate, chosen.Account, chosen.AdoptsDrivers),
        Trust());

    private SetupResult Run(ProductSetup setup, SetupRequest request, CancellationToken cancellation)
    {
        PreparedPlan prepared = setup.Prepare(request, options.OnlyLooks);
        foreach (string warning in prepared.Warnings)
        {
            console.Say("warning: " + warning);
        }

        if (options is { IsAsking: true, Verb: SetupVerb.Uninstall })
        {
            new SetupDialog(console).ConfirmRemoval(prepared.Plan);
        }

        return options.IsDryRun
            ? new SetupResult(ExitCode.Done, PlanText.Write(prepared.Plan), [("plan", prepared.Plan.ToJson())])
            : Show(setup, setup.Run(prepared, cancellation));
    }

    private SetupResult Uninstall(ProductSetup setup, CancellationToken cancellation) =>
        options.IsInstaller && setup.Books.Receipt is { } receipt && !InstalledPackage.Has(receipt)

            // An MSI that was refused because of it must not take it away when it puts itself back.
            ? new SetupResult(ExitCode.Done, "What setup has installed stays.", [])
            : Run(setup, SetupRequest.Uninstall([.. options.Components], options.KeepsProfiles), cancellation);

    // What the Windows Installer puts back is the update it has begun, and never what was there before that.
    private SetupResult Undo(ProductSetup setup, CancellationToken cancellation) =>
        options.IsInstaller && !IsOwnUpdate(setup.FindLastToUndo(cancellation))
            ? new SetupResult(ExitCode.Done, "Nothing has to be put back.", [])
            : Show(setup, setup.Undo(options.Operation, cancellation));

    private bool IsOwnUpdate(OperationState? last) =>
        last is { Plan.Kind: PlanKind.Update }
        && OwnPackage.Place(options.Source).Open(PackageTrust.Everybody(time.GetUtcNow())).List.Version
            == last.Plan.Version;

    private PackageTrust Trust() => PackageTrust.OfProgram(Environment.ProcessPath, time.GetUtcNow()) with
    {
        Named = [.. options.Trusted.SelectMany(CertificateReader.Load)],
        // Whoever started the MSI has trusted it; this program is a part of it, and no better judge than its package.
        AllowsUnsigned = options.AllowsUnsigned || options.IsInstaller,
    };

    private SetupResult Show(ProductSetup setup, SetupOutcome outcome)
    {
        foreach (string warning in outcome.Result.Warnings)
        {
            console.Say("warning: " + warning);
        }

        _ = setup.Restart(outcome, options.MayRestart);
        return new SetupResult(
            outcome.Result.NeedsRestart ? ExitCode.RestartNeeded : ExitCode.Done,
            OperationText.Write(outcome.Result, outcome.Log, options.MayRestart),
            OperationText.Members(outcome.Result, outcome.Log));
    }
}
