namespace PedOS.Framework;

/// <summary>Something that has to hold on a runtime of .NET Framework's kind.</summary>
/// <param name="name">What it is.</param>
/// <param name="run">Does it and says what it saw; throws when it does not hold; null when it cannot be done.</param>
internal sealed class FrameworkCheck(string name, Func<string>? run)
{
    public string Name => name;

    public Func<string>? Run => run;
}
