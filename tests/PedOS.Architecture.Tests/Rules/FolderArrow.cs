namespace PedOS.Architecture.Tests.Rules;

/// <summary>One folder knows another.</summary>
/// <param name="From">Who knows.</param>
/// <param name="To">Who is known.</param>
/// <param name="File">A file that says so.</param>
/// <param name="Why">By what: a using, or the name of a type.</param>
public sealed record FolderArrow(string From, string To, string File, string Why);
