using PedOS.Tools.Engine.Live;

namespace PedOS.Engine.Windows.Tests.Live;

/// <summary>The machine, and a folder and a key of a test's own on it.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch()
    {
        string name = $"pedos-test-{Guid.NewGuid():N}";
        Folder = $@"{Machine.Facts.ProgramData}\{name}";
        Key = $@"HKLM\SOFTWARE\{name}";
        Machine.Files.CreateDirectory(Folder, null);
    }

    public LiveMachine Machine { get; } = LiveMachine.Open();

    public string Folder { get; }

    public string Key { get; }

    /// <summary>Name of a file in the folder as .NET takes it.</summary>
    public string Native(string name) => $@"\\?\{Folder}\{name}";

    public string Path(string name) => $@"{Folder}\{name}";

    public void Write(string name, string text)
    {
        using MemoryStream content = new(System.Text.Encoding.UTF8.GetBytes(text));
        Machine.Files.Write(Path(name), content, null, null);
    }

    public string Read(string name)
    {
        using StreamReader reader = new(Machine.Files.OpenRead(Path(name)));
        return reader.ReadToEnd();
    }

    public void Dispose()
    {
        Directory.Delete($@"\\?\{Folder}", recursive: true);
        Microsoft.Win32.Registry.LocalMachine.DeleteSubKeyTree(Key["HKLM\\".Length..], throwOnMissingSubKey: false);
        Machine.Dispose();
    }
}
