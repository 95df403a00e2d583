using PedOS.Architecture.Tests.Il;
using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests;

/// <summary>A compiled assembly of agents/ or cmdlets/.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsProgram">Its project is a program.</param>
public sealed record ProductAssembly(string Name, bool IsProgram)
{
    /// <summary>One per product project; the references of this project bring them all here.</summary>
    public static IReadOnlyList<ProductAssembly> All { get; } =
    [
        .. SourceTree.ProjectFiles
            .Where(static p => p.Path.StartsWith("agents/", StringComparison.Ordinal)
                || p.Path.StartsWith("cmdlets/", StringComparison.Ordinal))
            .Select(static p => new ProductAssembly(
                Path.GetFileNameWithoutExtension(p.Name), p.Text.Contains("Program.props", StringComparison.Ordinal))),
    ];

    public AssemblyScan Open() => new(Path.Join(AppContext.BaseDirectory, Name + ".dll"));
}
