namespace PedOS.Agents.Tests;

/// <summary>A directory of one test, removed with everything in it.</summary>
public sealed class TestDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pedos-test-").FullName;

    public string Join(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>A path that cannot be a directory, not even for root: its parent is a file.</summary>
    public string JoinImpossible()
    {
        string file = Join("file");
        File.WriteAllText(file, "not a directory");
        return System.IO.Path.Combine(file, "log");
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
