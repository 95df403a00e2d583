using System.Globalization;
using System.Text;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Engine.Tests.Adoption;

/// <summary>Puts Xen drivers of others onto a machine, as Windows notes them.</summary>
internal static class ForeignDrivers
{
    public const string Guard = "HKR,,Security,,\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"";

    private const string System = "{4d36e97d-e325-11ce-bfc1-08002be10318}";
    private const string Storage = "{4d36e97b-e325-11ce-bfc1-08002be10318}";
    private const string Net = "{4d36e972-e325-11ce-bfc1-08002be10318}";

    private static readonly (string Name, string Class, string Device)[] All =
    [
        ("xenbus", System, @"PCI\VEN_5853&DEV_0001"),
        ("xeniface", System, @"XENBUS\VEN_XP0001&DEV_IFACE&REV_0900000B"),
        ("xenvif", System, @"XENBUS\VEN_XP0001&DEV_VIF&REV_09000005"),
        ("xenvbd", Storage, @"XENBUS\VEN_XP0001&DEV_VBD&REV_09000002"),
        ("xennet", Net, @"XENVIF\VEN_XP0001&DEV_NET&REV_09000003"),
    ];

    /// <summary>Installs all of them.</summary>
    public static void Add(IMachine machine, string version = "9.1.0.5")
    {
        foreach ((string name, _, _) in All)
        {
            Add(machine, name, version);
        }

        machine.Services.Set(new("xenagent", "Xen Agent", "", "xenagent.exe", ServiceStart.Automatic, "", 0));
        machine.Commit();
    }

    /// <summary>Installs one of them for one more device.</summary>
    public static void Add(IMachine machine, string name, string version)
    {
        (_, string group, string device) = All.First(d => d.Name == name);
        string key = KeyOf(group);
        int number = machine.Registry.SubkeyNames(key).Count;
        string entry = $@"{key}\{number.ToString("D4", CultureInfo.InvariantCulture)}";
        string store = $"oem{Array.FindIndex(All, d => d.Name == name)}{number}.inf";
        machine.Registry.Set(entry, "MatchingDeviceId", RegistryValue.Text(device));
        machine.Registry.Set(entry, "ProviderName", RegistryValue.Text("Xen Project"));
        machine.Registry.Set(entry, "DriverVersion", RegistryValue.Text(version));
        machine.Registry.Set(entry, "InfPath", RegistryValue.Text(store));
        machine.Registry.Set(ServiceKey(name), "ImagePath", RegistryValue.ExpandText($@"\SystemRoot\{name}.sys"));
        machine.Registry.Set(ServiceKey(name), "Start", RegistryValue.Number((uint)ServiceStart.Boot));
        machine.Files.CreateDirectory(@"C:\Windows\INF", access: null);
        WriteInf(
            machine, store, $"; an INF\r\nDriverVer=11/22/2025,{version}\r\n{(name == "xeniface" ? Guard : "")}\r\n");
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
        (_, string group, string device) = All.First(d => d.Name == name);
        return machine.Registry.SubkeyNames(KeyOf(group))
            .Select(n => $@"{KeyOf(group)}\{n}")
            .First(k => machine.Registry.Find(k, "MatchingDeviceId")?.AsText() == device);
    }

    /// <summary>Writes the INF that a driver has in the store.</summary>
    public static void WriteInfOf(IMachine machine, string name, string text) =>
        WriteInf(machine, machine.Registry.Find(EntryOf(machine, name), "InfPath")!.AsText()!, text);

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
