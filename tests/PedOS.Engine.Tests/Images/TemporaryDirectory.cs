namespace PedOS.Engine.Tests.Images;

/// <summary>A directory of one test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pedos-");

    public string Path => _directory.FullName;

    public string Join(string name) => System.IO.Path.Join(Path, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
