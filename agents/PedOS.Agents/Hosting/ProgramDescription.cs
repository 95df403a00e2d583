using PedOS.Tools.Contracts;

namespace PedOS.Agents.Hosting;

/// <summary>What a program is, known before it does anything.</summary>
/// <param name="Name">Its name, see <see cref="ProgramNames"/>.</param>
/// <param name="Usage">Its help text.</param>
/// <param name="Kind">Who starts it and what ends it.</param>
public sealed record ProgramDescription(string Name, string Usage, ProgramKind Kind)
{
    /// <summary>
    /// <c>--help</c> and <c>--version</c> count as the first argument only: others may be values, or those of another
    /// program.
    /// </summary>
    public bool IsAskedFirst { get; init; }

    /// <summary>What follows its socket operations never blocks, see <see cref="InlineCompletions"/>.</summary>
    public bool CompletesInline { get; init; }

    /// <summary>Changes of the settings take effect while it runs; one that ends soon is spared the watch.</summary>
    public bool FollowsSettings => Kind is ProgramKind.Service or ProgramKind.Helper;
}
