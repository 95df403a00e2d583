namespace PedOS.Architecture.Tests.Repository;

/// <summary>The tree these tests were built in.</summary>
public static class SourceTree
{
    private static readonly string[] MadeFolders = ["bin", "obj", "out", ".git", ".vs", "TestResults"];
    private static readonly Lazy<IReadOnlyList<SourceFile>> AllFiles = new(ReadAll);

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files => AllFiles.Value;

    public static IEnumerable<SourceFile> Code => Files.Where(static f => f.IsCode);

    public static IEnumerable<SourceFile> ProjectFiles => Files.Where(static f => f.IsProject);

    public static SourceFile File(string path) => Files.Single(f => f.Path == path);

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Join(folder, "PedOSTools.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("PedOSTools.slnx is not above " + AppContext.BaseDirectory);
    }

    private static List<SourceFile> ReadAll()
    {
        var files = new List<SourceFile>();
        var folders = new Stack<string>([Root]);
        while (folders.TryPop(out string? folder))
        {
            foreach (string child in Directory.EnumerateDirectories(folder))
            {
                if (!MadeFolders.Contains(Path.GetFileName(child), StringComparer.Ordinal))
                {
                    folders.Push(child);
                }
            }

            // In a linked work tree ".git" is a file of git's own.
            files.AddRange(Directory.EnumerateFiles(folder)
                .Where(static path => Path.GetFileName(path) != ".git")
                .Where(static path => Path.GetExtension(path) is not (".user" or ".binlog"))
                .Select(static path => new SourceFile(
                    Path.GetRelativePath(Root, path).Replace('\\', '/'), System.IO.File.ReadAllBytes(path))));
        }

        return files;
    }
}
