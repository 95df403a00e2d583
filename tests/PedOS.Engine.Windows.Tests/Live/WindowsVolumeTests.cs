using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Engine.Windows.Tests.Live;

/// <summary>Renaming in an image while a scanner has it open; Wine has the rule of Windows here.</summary>
public sealed class WindowsVolumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private int _waits;

    private string From => Path.Join(_folder, "neu ö");

    private string To => Path.Join(_folder, "alt 日本");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rename_WaitsForAScanner()
    {
        File.WriteAllText(From, "new");
        File.WriteAllText(To, "old");
        FileStream scanner = new(To, FileMode.Open, FileAccess.Read, FileShare.Read);
        WindowsVolume volume = new()
        {
            Wait = _ =>
            {
                if (++_waits == 3)
                {
                    scanner.Dispose();
                }
            },
        };

        volume.Rename(From, To, "C:\\alt");

        Assert.Equal((3, "new"), (_waits, File.ReadAllText(To)));
    }

    [Fact]
    public void Rename_GivesUpAfterAWhile()
    {
        File.WriteAllText(From, "new");
        File.WriteAllText(To, "old");
        using (new FileStream(To, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            WindowsVolume volume = new() { Wait = _ => _waits++ };

            SetupException failure = Assert.Throws<SetupException>(() => volume.Rename(From, To, "C:\\alt"));

            Assert.Contains("rename to C:\\alt", failure.Message, StringComparison.Ordinal);
            Assert.InRange(_waits, 5, 20);
        }

        Assert.Equal("old", File.ReadAllText(To));
    }
}
