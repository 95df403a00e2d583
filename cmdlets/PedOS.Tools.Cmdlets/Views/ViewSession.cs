using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PedOS.Tools.Cmdlets.Views;

/// <summary>
/// The views in the sessions that have the module. They are made in code and given to each session: a file of views is
/// a script to the execution policy, and Windows, as it is delivered, runs no scripts.
/// </summary>
internal static class ViewSession
{
    private static readonly ConditionalWeakTable<Runspace, SessionStateFormatEntry[]> Sessions = new();

    /// <summary>Gives the views to the session that this runs in, unless it has them.</summary>
    public static void Add()
    {
        if (Runspace.DefaultRunspace is not { InitialSessionState: { } state } session
            || Sessions.TryGetValue(session, out _))
        {
            return;
        }

        SessionStateFormatEntry[] entries =
            [.. OutputViews.Make().Select(static v => new SessionStateFormatEntry(v))];
        Sessions.Add(session, entries);
        state.Formats.Add(entries);
        Refresh();
    }

    /// <summary>Takes them away again.</summary>
    public static void Remove()
    {
        if (Runspace.DefaultRunspace is not { InitialSessionState: { } state } session
            || !Sessions.TryGetValue(session, out SessionStateFormatEntry[]? entries))
        {
            return;
        }

        Sessions.Remove(session);
        SessionStateFormatEntry[] others = [.. state.Formats.Except(entries)];
        state.Formats.Clear();
        state.Formats.Add(others);
        Refresh();
    }

    // The class of the cmdlet. By its name the whole module would be loaded for it, which takes longer than all the
    // rest of the import; its assembly has the version and the key of PowerShell's own, in every PowerShell.
    private static Type? Update()
    {
        AssemblyName utility = typeof(PSObject).Assembly.GetName();
        utility.Name = "Microsoft.PowerShell.Commands.Utility";
        try
        {
            return Assembly.Load(utility).GetType("Microsoft.PowerShell.Commands.UpdateFormatDataCommand");
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    // Without a file it only lets the session look at its entries again.
    private static void Refresh()
    {
        try
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            PowerShell refresh = Update() is { } type
                ? shell.AddCommand(new CmdletInfo("Update-FormatData", type))
                : shell.AddCommand(@"Microsoft.PowerShell.Utility\Update-FormatData");
            refresh.Invoke();
        }
        catch (RuntimeException)
        {
            // A session that shares its views, or has no such command: objects are shown with all their properties.
        }
    }
}
