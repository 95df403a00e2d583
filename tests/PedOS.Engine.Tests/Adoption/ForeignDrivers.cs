using System.Globalization;
using System.Text;
using PedOS.TestKit.Hives;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Engine.Tests.Adoption;

/// <summary>Puts Xen drivers of others onto a machine, as Windows notes them.</summary>
internal static class ForeignDrivers
{
    /// <summary>Installs all of them.</summary>
    public static void Add(IMachine machine, string version = "9.1.0.5")
    {
        foreach (SampleXenDriver driver in SampleXenDriver.All)
        {
            Add(machine, driver.Name, version);
        }

        machine.Services.Set(new("xenagent", "Xen Agent", "", "xenagent.exe", ServiceStart.Automatic, "", 0));
        machine.Commit();
    }

    /// <summary>Installs one of them for one more device.</summary>
    public static void Add(IMachine machine, string name, string version)
    {
        SampleXenDriver driver = Find(name);
        string key = KeyOf(driver.ClassName);
        int number = machine.Registry.SubkeyNames(key).Count;
        string entry = $@"{key}\{number.ToString("D4", CultureInfo.InvariantCulture)}";
        string store = $"oem{driver.Number}{number}.inf";
        machine.Registry.Set(entry, "MatchingDeviceId", RegistryValue.Text(driver.DeviceId));
        machine.Registry.Set(entry, "ProviderName", RegistryValue.Text(SampleXenDriver.Provider));
        machine.Registry.Set(entry, "DriverVersion", RegistryValue.Text(version));
        machine.Registry.Set(entry, "InfPath", RegistryValue.Text(store));
        machine.Registry.Set(ServiceKey(name), "ImagePath", RegistryValue.ExpandText(driver.Image));
        machine.Registry.Set(ServiceKey(name), "Start", RegistryValue.Number((uint)ServiceStart.Boot));
        machine.Files.CreateDirectory(@"C:\Windows\INF", access: null);
        WriteInf(machine, store, driver.Inf(version));
    }

    /// <summary>Takes one of them away.</summary>
    public static void Remove(IMachine machine, string name)
    {
        foreach (string key in (string[])[EntryOf(machine, name), ServiceKey(name)])
        {
            foreach (string value in machine.Registry.ValueNames(key))
            {
                machine.Registry.DeleteValue(key, value);
            }

            machine.Registry.DeleteKey(key);
        }

        machine.Commit();
    }

    /// <summary>The key of a service.</summary>
    public static string ServiceKey(string name) => @"HKLM\SYSTEM\CurrentControlSet\Services\" + name;

    /// <summary>The key in which Windows notes the driver of a device.</summary>
    public static string EntryOf(IMachine machine, string name)
    {
        SampleXenDriver driver = Find(name);
        string key = KeyOf(driver.ClassName);
        return machine.Registry.SubkeyNames(key)
            .Select(n => $@"{key}\{n}")
            .First(k => machine.Registry.Find(k, "MatchingDeviceId")?.AsText() == driver.DeviceId);
    }

    /// <summary>Writes the INF that a driver has in the store.</summary>
    public static void WriteInfOf(IMachine machine, string name, string text) =>
        WriteInf(machine, machine.Registry.Find(EntryOf(machine, name), "InfPath")!.AsText()!, text);

    private static SampleXenDriver Find(string name) => SampleXenDriver.All.First(d => d.Name == name);

    private static string KeyOf(string group) => @"HKLM\SYSTEM\CurrentControlSet\Control\Class\" + group;

    private static void WriteInf(IMachine machine, string store, string text)
    {
        string path = @"C:\Windows\INF\" + store;
        machine.Files.Delete(path);
        using MemoryStream content = new(Encoding.UTF8.GetBytes(text));
        machine.Files.Write(path, content, access: null, written: null);
        machine.Commit();
    }
}
