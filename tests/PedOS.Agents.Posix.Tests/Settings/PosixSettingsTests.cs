using PedOS.Agents.Posix.Settings;
using PedOS.Agents.Settings;
using Xunit;

namespace PedOS.Agents.Posix.Tests.Settings;

public sealed class PosixSettingsTests : IDisposable
{
    private readonly string? _hiveBefore = Environment.GetEnvironmentVariable(PosixSettings.HiveVariable);
    private readonly string? _fileBefore = Environment.GetEnvironmentVariable(PosixSettings.FileVariable);

    public void Dispose() => Set(_hiveBefore, _fileBefore);

    [Fact]
    public async Task Open_HasDefaults_WhenNothingIsNamed()
    {
        Set(null, null);
        await using ISettingsStore store = PosixSettings.Open(TimeProvider.System);
        Assert.Equal("defaults", store.Source);
        Set(string.Empty, string.Empty);
        await using ISettingsStore other = PosixSettings.Open(TimeProvider.System);
        Assert.Equal("defaults", other.Source);
    }

    [Fact]
    public async Task Open_ReadsDevelopmentFile_WhenItIsNamed()
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "DefaultUser = Jürgen\n");
            Set(null, path);
            await using ISettingsStore store = PosixSettings.Open(TimeProvider.System);
            Assert.Equal(SettingValue.OfText("Jürgen"), store.Read(string.Empty, "DefaultUser"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Open_ReadsHive_WhenBothAreNamed()
    {
        using HiveFixture hive = HiveFixture.CreateOrSkip();
        hive.With(h => h.SetText(HiveFixture.Root, "DefaultUser", "田中"));
        Set(hive.Path, "/nowhere/settings.ini");
        await using ISettingsStore store = PosixSettings.Open(TimeProvider.System);
        Assert.Equal(SettingValue.OfText("田中"), store.Read(string.Empty, "DefaultUser"));
    }

    private static void Set(string? hive, string? file)
    {
        Environment.SetEnvironmentVariable(PosixSettings.HiveVariable, hive);
        Environment.SetEnvironmentVariable(PosixSettings.FileVariable, file);
    }
}
