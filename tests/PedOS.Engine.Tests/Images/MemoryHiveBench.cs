using PedOS.TestKit.Hives;
using PedOS.Tools.Engine.Hives;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>A hive in memory, and the rules of Windows for what is written.</summary>
internal sealed class MemoryHiveBench
{
    public MemoryHiveBench(HiveFormat format)
        : this(MinimalHive.Build(format: format))
    {
    }

    public MemoryHiveBench(byte[] bytes)
    {
        using MemoryStream file = new(bytes);
        HiveCells? cells = HiveCells.Read(file, out string? flaw);
        Assert.Null(flaw);
        Cells = cells!;
        Hive = new MemoryHive("HIVE", Cells);
    }

    public HiveCells Cells { get; }

    public MemoryHive Hive { get; }

    /// <summary>The file that a save would give.</summary>
    public byte[] Save()
    {
        using MemoryStream file = new();
        Cells.Save(file);
        return file.ToArray();
    }

    /// <summary>Saves, and looks at each rule.</summary>
    public byte[] SaveSound()
    {
        byte[] bytes = Save();
        Assert.Empty(HiveRules.Check(bytes));
        return bytes;
    }

    public void Set(string key, string name, byte[] data)
    {
        Hive.CreateKey(key.Split('\\'));
        Hive.Set(key.Split('\\'), name, new RegistryValue(RegistryValueType.Binary, data));
    }

    public byte[]? Get(string key, string name) => Hive.Find(key.Split('\\'), name)?.ToArray();
}
