using System.Management.Automation;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Diagnostics;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Logs;
using PedOS.Tools.Engine.Programs;
using PedOS.Tools.Engine.Qrexec;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Views;

/// <summary>How the objects that cmdlets give are shown: one view for each of their types.</summary>
public static class OutputViews
{
    private const Alignment Right = Alignment.Right;
    private const string Safe = "Shown";

    // Column, width (0: what is left), and more.
    private static readonly (Type Type, (string Property, int Width, Alignment Alignment, string? Format)[] Columns)[]
        Tables =
    [
        (typeof(ComponentStatus),
        [
            Of("Name", 15), Of("IsInstalled", 11), Of("Version", 10), Of("Needs", 18), Of("Title"),
        ]),
        (typeof(OperationSummary),
        [
            Of("Id", 21), Of("Kind", 10), Of("Phase", 13), Of("Version", 10), Of("Changes", 7, Right),
            Of("NeedsRestart", 12), Of("Location"),
        ]),
        (typeof(DriverStatus), [Of("Name", 20), Of("Component", 12), Of("Version", 14), Of("State")]),
        (typeof(HealthCheck), [Of("Name", 24), Of("State", 8), Of("Detail"), Of("Remedy")]),
        (typeof(ConfigurationEntry),
        [
            Of("Component", 16), Of("Name", 14), Of("ShownValue", 24), Of("Source", 9), Of("Problem"),
        ]),
        (typeof(LogLevelEntry), [Of("Component", 16), Of("Level", 8), Of("Source")]),
        (typeof(LogRecord),
        [
            Of("Time", 23, format: "{0:yyyy-MM-dd HH:mm:ss.fff}"), Of("Level", 7), Of("Component", 16),
            Of("ProcessId", 9, Right), Of("Message"),
        ]),
        (typeof(AgentStatus),
        [
            Of("Name", 16), Of("State", 12), Of("Start", 9), Of("LogLevel", 8), Of("DisplayName"),
        ]),
        (typeof(ClockResult), [Of("IsApplied", 9), Of("Reason", 14), Of("Offset", 18), Of("Text")]),
        (typeof(DatabaseValue), [Of("ShownPath", 44), Of("ShownValue")]),
        (typeof(NetworkAdapterStatus),
        [
            Of("Name", 12), Of("Mac", 17), Of("IsInForce", 9), Of("Addresses", 30), Of("Missing"),
        ]),
        (typeof(QrexecServiceDefinition), [Of("Name", 32), Of("Kind", 8), Of("ShownCommand")]),
        (typeof(QrexecResult),
        [
            Of("Target", 16), Of("Service", 28), Of("ExitCode", 8, Right), Of("Duration", 16), Of("ShownOutput"),
        ]),
        (typeof(FileTransfer),
        [
            Of("Target", 16), Of("Files", 8, Right), Of("Folders", 8, Right), Of("Bytes", 14, Right),
            Of("Skipped", 8, Right), Of("Stayed", 8, Right), Of("IsMoved", 8), Of("Duration"),
        ]),
    ];

    private static readonly (Type Type, string[] Properties)[] Lists =
    [
        (typeof(InstallationStatus),
        [
            "Location", "Kind", "Windows", "Version", "Components", "AdoptedDrivers", "PendingOperation",
        ]),
        (typeof(DiagnosticReport), ["Path", "Length", "Included", "LeftOut"]),
    ];

    /// <summary>Every type that has a view, with the properties that it shows.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Shown { get; } =
        Tables.Select(static t => (t.Type, Properties: t.Columns.Select(static c => c.Property).ToArray()))
            .Concat(Lists)
            .ToDictionary(static v => v.Type, static v => (IReadOnlyList<string>)v.Properties);

    /// <summary>The name under which a property is shown, when it is not its own; null when it is.</summary>
    /// <param name="property">A property; one with the safe form of another one's text has its name.</param>
    public static string? Label(string property) => property.StartsWith(Safe, StringComparison.Ordinal)
        ? property.Substring(Safe.Length)
        : null;

    /// <summary>The views as PowerShell takes them.</summary>
    internal static IEnumerable<ExtendedTypeDefinition> Make() => Tables
        .Select(static t => Define(t.Type, Table(t.Columns)))
        .Concat(Lists.Select(static l => Define(l.Type, List(l.Properties))));

    private static (string Property, int Width, Alignment Alignment, string? Format) Of(
        string property, int width = 0, Alignment alignment = Alignment.Undefined, string? format = null) =>
        (property, width, alignment, format);

    private static ExtendedTypeDefinition Define(Type type, PSControl control) =>
        new(type.FullName, [new FormatViewDefinition(type.FullName, control)]);

    private static TableControl Table((string Property, int Width, Alignment Alignment, string? Format)[] columns)
    {
        TableControlBuilder table = TableControl.Create(outOfBand: false, autoSize: false, hideTableHeaders: false);
        foreach ((string property, int width, Alignment alignment, _) in columns)
        {
            table.AddHeader(alignment, width, Label(property));
        }

        TableRowDefinitionBuilder row = table.StartRowDefinition(wrap: false, null, null);
        foreach ((string property, _, _, string? format) in columns)
        {
            row.AddPropertyColumn(property, Alignment.Undefined, format);
        }

        return row.EndRowDefinition().EndTable();
    }

    private static ListControl List(string[] properties)
    {
        ListEntryBuilder entry = ListControl.Create(outOfBand: false).StartEntry(null, null);
        foreach (string property in properties)
        {
            entry.AddItemProperty(property, null, null);
        }

        return entry.EndEntry().EndList();
    }
}
