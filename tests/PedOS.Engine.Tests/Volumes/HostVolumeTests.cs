using PedOS.Engine.Tests.Images;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Engine.Tests.Volumes;

public sealed class HostVolumeTests
{
    private const int Threads = 4;
    private const int Directories = 100; // together more than are remembered
    private const int Rounds = 100;

    [Fact]
    public async Task Find_KnowsNames_WhileOtherImagesAreWorkedOn()
    {
        using TemporaryDirectory folder = new();
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => Work(Directory.CreateDirectory(folder.Join($"görev {thread}")).FullName),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private static void Work(string root)
    {
        HostVolume volume = HostVolume.Current;
        string[] directories = [.. Enumerable.Range(0, Directories).Select(number => Path.Join(root, $"{number}"))];
        foreach (string directory in directories)
        {
            _ = Directory.CreateDirectory(directory);
            File.WriteAllText(Path.Join(directory, "名前 a"), string.Empty);
        }

        for (int round = 0; round < Rounds; round++)
        {
            foreach (string directory in directories)
            {
                Assert.Equal("名前 a", volume.Find(directory, "名前 A", directory)?.Name);
                volume.NameAdded(directory, "b");
                volume.NameRemoved(directory, "b");
            }
        }
    }
}
