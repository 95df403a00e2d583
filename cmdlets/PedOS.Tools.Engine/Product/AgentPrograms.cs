using PedOS.Tools.Contracts;

namespace PedOS.Tools.Engine.Product;

/// <summary>The programs of the product that have settings and logs, and those of them that are services.</summary>
public static class AgentPrograms
{
    /// <summary>Names of the services, in the order in which they start.</summary>
    public static IReadOnlyList<string> Services { get; } =
        [.. ComponentCatalog.All.SelectMany(static c => ProductServices.Of(c.Name))];

    /// <summary>Names of all programs that keep a log and read settings.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. ((string[])
        [
            ProgramNames.QrexecAgent,
            ProgramNames.QrexecWrapper,
            ProgramNames.QrexecClientVm,
            ProgramNames.DatabaseDaemon,
            ProgramNames.DatabaseCommand,
            ProgramNames.NetworkSetup,
            ProgramNames.Rpc,
        ]).Concat(Services).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The usual spelling of a program's name, given in any case.</summary>
    /// <exception cref="SetupException">There is none (<see cref="SetupError.UnknownComponent"/>).</exception>
    public static string Spell(string name) => Find(All, name, "program", SetupError.UnknownComponent);

    /// <summary>The usual spelling of a service's name, given in any case.</summary>
    /// <exception cref="SetupException">There is none (<see cref="SetupError.NotFound"/>).</exception>
    public static string SpellService(string name) => Find(Services, name, "service", SetupError.NotFound);

    private static string Find(IReadOnlyList<string> names, string name, string kind, SetupError error) =>
        names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new SetupException(
            error,
            $"the product has no {kind} \"{name}\"",
            $"Choose from {string.Join(", ", names)}.");
}
