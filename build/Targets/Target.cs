namespace PedOS.Build.Targets;

/// <summary>One thing the build can do.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Help">One line.</param>
/// <param name="RunAsync">Does it with the arguments after the name; returns the exit code.</param>
public sealed record Target(
    string Name, string Help, Func<IReadOnlyList<string>, CancellationToken, Task<int>> RunAsync);
