using PedOS.Tools.Contracts.Product;

namespace PedOS.Tools.Engine.Product;

/// <summary>The programs of the product that have settings and logs, and those of them that are services.</summary>
public static class AgentPrograms
{
    /// <summary>Names of the services that are written, in the order in which they start.</summary>
    public static IReadOnlyList<string> Services { get; } =
    [
        .. ProductPrograms.All.Where(static p => p.Service is not null && p.Settings.Count > 0)
            .Select(static p => p.Name),
    ];

    /// <summary>Names of all programs that keep a log and read settings.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. ProductPrograms.All.Where(static p => p.Settings.Count > 0).Select(static p => p.Name)];

    /// <summary>The usual spelling of a program's name, given in any case.</summary>
    /// <exception cref="SetupException">
    /// There is none, or it has neither a log nor settings (<see cref="SetupError.UnknownComponent"/>).
    /// </exception>
    public static string Spell(string name) =>
        ProductPrograms.All.FirstOrDefault(p =>
            p.Settings.Count == 0 && p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } other
            ? throw new SetupException(
                SetupError.UnknownComponent,
                $"{other.Name} keeps no log and follows no settings",
                Choices(All))
            : Find(All, name, "program", SetupError.UnknownComponent);

    /// <summary>The usual spelling of a service's name, given in any case.</summary>
    /// <exception cref="SetupException">There is none (<see cref="SetupError.NotFound"/>).</exception>
    public static string SpellService(string name) => Find(Services, name, "service", SetupError.NotFound);

    private static string Find(IReadOnlyList<string> names, string name, string kind, SetupError error) =>
        names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new SetupException(
            error,
            $"the product has no {kind} \"{name}\"",
            Choices(names));

    private static string Choices(IReadOnlyList<string> names) => $"Choose from {string.Join(", ", names)}.";
}
