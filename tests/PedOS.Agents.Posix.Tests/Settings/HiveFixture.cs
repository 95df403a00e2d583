using System.Diagnostics;
using PedOS.Agents.Posix.Settings;
using PedOS.Agents.Settings;
using PedOS.TestKit.Hives;
using Xunit;

namespace PedOS.Agents.Posix.Tests.Settings;

/// <summary>A hive file of one test.</summary>
public sealed class HiveFixture : IDisposable
{
    /// <summary>The root key of the settings in a SOFTWARE hive.</summary>
    public const string Root = @"Invisible Things Lab\PedOS Tools";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pedos-hive-");

    private HiveFixture() => Path = Join("SOFTWARE");

    public string Path { get; }

    public static HiveFixture CreateOrSkip()
    {
        Assert.SkipUnless(HiveEditor.MissingReason is null, HiveEditor.MissingReason ?? string.Empty);
        return new HiveFixture();
    }

    public string Join(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>Makes the hive, or makes it again.</summary>
    public HiveFixture With(Action<HiveEditor> edit)
    {
        using HiveEditor editor = HiveEditor.Create(Path);
        edit(editor);
        editor.Commit(Path);
        return this;
    }

    public SettingsTable Read() => new HiveSettingsFormat().Read(Path);

    /// <summary>The hive as an independent program writes it out.</summary>
    public string ExportOrSkip()
    {
        string[] arguments = ["--export", "--prefix", @"HKEY_LOCAL_MACHINE\SOFTWARE", Path, @"\"];
        ProcessStartInfo start = new("hivexregedit", arguments)
        {
            RedirectStandardOutput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return text;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("hivexregedit is missing (apt-get install -y --no-install-recommends libwin-hivex-perl)");
            throw;
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
