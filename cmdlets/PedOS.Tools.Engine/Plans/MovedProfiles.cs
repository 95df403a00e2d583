using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Plans;

/// <summary>
/// Where the users' profiles are. Removing the tools brings none of them back to the system volume, and an operation
/// never touches another volume: it is refused, or leaves everything that keeps the profiles where they are.
/// </summary>
/// <param name="machine">The machine.</param>
public sealed class MovedProfiles(IMachine machine)
{
    private const string ListKey = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    private const string SessionManagerKey = @"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager";

    // The boot program that moves them; the rest of the string is its arguments.
    private const string Mover = ProgramNames.RelocateDir;

    /// <summary>Refuses to take the tools away from under profiles that were moved, or are about to be.</summary>
    /// <param name="areKept">Whether they stay where they are; then only an unfinished move is a reason.</param>
    /// <exception cref="SetupException">They were or will be (<see cref="SetupError.MovedProfiles"/>).</exception>
    public void Require(bool areKept)
    {
        if (IsMovePending())
        {
            throw new SetupException(
                SetupError.MovedProfiles,
                $"the profiles of {machine.Facts.Location} are moved to the private disk at the next start of Windows",
                "Restart Windows so that this ends. When it never does, and all users can log on, remove the entry " +
                $"{Mover} from BootExecute in {SessionManagerKey}.");
        }

        if (!areKept && Find() is { } place)
        {
            throw new SetupException(
                SetupError.MovedProfiles,
                $"profiles of {machine.Facts.Location} are not on the system volume any more ({place}), and removing " +
                "the tools does not bring them back",
                "Uninstall with -KeepProfile (setup uninstall --keep-profile): the profiles, and what leads to them, " +
                "stay as they are.");
        }
    }

    /// <summary>What leads to profiles elsewhere: a folder that is a link, or a path on another volume.</summary>
    /// <returns>Null when all profiles are on the system volume.</returns>
    public string? Find()
    {
        IRegistry registry = machine.Registry;
        IEnumerable<string> named = new[] { registry.Find(ListKey, "ProfilesDirectory")?.AsText() }
            .Concat(registry.SubkeyNames(ListKey).Select(
                sid => registry.Find($@"{ListKey}\{sid}", "ProfileImagePath")?.AsText()))
            .OfType<string>();
        return new[] { machine.Facts.SystemDrive + @"\Users" }
            .Concat(named.Select(Expand))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(IsElsewhere);
    }

    private bool IsMovePending() =>
        (machine.Registry.Find(SessionManagerKey, "BootExecute")?.AsTexts() ?? []).Any(static entry =>
            entry.Trim().Split(' ')[0].Split('\\').Last() is var program
            && (program.Equals(Mover, StringComparison.OrdinalIgnoreCase)
                || program.Equals(Mover + ".exe", StringComparison.OrdinalIgnoreCase)));

    private bool IsElsewhere(string path)
    {
        try
        {
            return machine.Files.Find(path) is { Kind: FileKind.Link };
        }
        catch (SetupException e) when (e.Error == SetupError.UnsafePath)
        {
            // On another volume, behind a link, or no path that Windows could be sure of either.
            return true;
        }
    }

    private string Expand(string path)
    {
        foreach ((string name, string value) in ((string, string)[])
            [("%SystemDrive%", machine.Facts.SystemDrive), ("%SystemRoot%", machine.Facts.WindowsDirectory)])
        {
            if (path.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return value + path.Substring(name.Length);
            }
        }

        return path;
    }
}
