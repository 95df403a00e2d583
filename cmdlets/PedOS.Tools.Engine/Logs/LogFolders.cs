using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Logs;

/// <summary>Where the programs of a machine keep their logs.</summary>
public static class LogFolders
{
    /// <summary>The folders of the settings, and the common one that is used without them.</summary>
    public static IReadOnlyList<ILogFolder> Of(IMachine machine) =>
    [
        .. PathsOf(machine).Select(folder => machine.Kind == MachineKind.Live
            ? new HostLogFolder(folder)
            : (ILogFolder)new MachineLogFolder(machine.Files, folder)),
    ];

    /// <summary>Their paths, as the machine sees them.</summary>
    public static IReadOnlyList<string> PathsOf(IMachine machine)
    {
        ConfigurationStore configuration = new(machine.Registry);
        IEnumerable<string> named = AgentPrograms.All
            .Select(program => ((string)configuration.Get(program, SettingNames.LogDir).Value).TrimEnd('\\'))
            .Where(folder => IsOnSystemDrive(folder, machine.Facts.SystemDrive));
        return [.. named.Concat([CommonOf(machine.Facts)]).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The folder that is used without a setting.</summary>
    public static string CommonOf(MachineFacts facts) => HomeOf(facts) + @"\log";

    /// <summary>
    /// The folder that is used without a setting, and the one above it, which comes first: what an installation makes,
    /// for administrators and services only. Logs name machines, users and services; and who could put files there
    /// could have the services remove their own, to make room.
    /// </summary>
    public static IReadOnlyList<string> MadeFor(MachineFacts facts) => [HomeOf(facts), CommonOf(facts)];

    private static string HomeOf(MachineFacts facts) => facts.ProgramData + @"\PedOS";

    // Another volume is not part of an image, and a wrong setting is no reason to show no logs at all.
    private static bool IsOnSystemDrive(string folder, string drive)
    {
        try
        {
            return folder.Length > 0 && WindowsPath.Split(folder, drive).Length > 0;
        }
        catch (SetupException)
        {
            return false;
        }
    }
}
