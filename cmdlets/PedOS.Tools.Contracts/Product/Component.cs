namespace PedOS.Tools.Contracts.Product;

/// <summary>A part of the product that can be chosen.</summary>
/// <param name="Name">See <see cref="ComponentNames"/>.</param>
/// <param name="Title">A few words.</param>
/// <param name="Explanation">What it does to the machine and what it costs, for whoever chooses.</param>
/// <param name="Default">When it is installed although nobody named it.</param>
/// <param name="NeedsFiles">Whether a package must have files for it.</param>
/// <param name="Needs">Components that must be there too.</param>
public sealed record Component(
    string Name,
    string Title,
    string Explanation,
    ComponentDefault Default,
    bool NeedsFiles,
    params string[] Needs);
