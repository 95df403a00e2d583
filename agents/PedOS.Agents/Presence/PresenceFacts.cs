using System.Globalization;
using System.Text;
using PedOS.Protocols.Database;

namespace PedOS.Agents.Presence;

/// <summary>What a machine says about itself.</summary>
/// <param name="Version">Version of these tools.</param>
/// <param name="Os">Operating system; dom0 knows the word <c>Windows</c>.</param>
/// <param name="HasGui">A GUI agent is installed.</param>
/// <param name="User">Account for programs when nobody names one; null when there is none.</param>
public sealed record PresenceFacts(Version Version, string Os, bool HasGui, string? User)
{
    /// <summary>Entries to be written, in order.</summary>
    /// <remarks>
    /// dom0 takes ASCII letters and digits alone: one other character in one entry, and it ignores all of them. So the
    /// version is one number, and a user it would not take is not told.
    /// </remarks>
    public IReadOnlyList<DatabaseEntry> ToEntries()
    {
        List<DatabaseEntry> entries =
        [
            Entry(PresenceKeys.Version, VersionNumber()),
            Entry(PresenceKeys.Os, Os),
            Entry(PresenceKeys.Qrexec, "1"),
            Entry(PresenceKeys.Gui, HasGui ? "1" : "0"),
            Entry(PresenceKeys.GuiEmulated, HasGui ? "0" : "1"),
        ];
        if (User is not null && IsTaken(User))
        {
            entries.Add(Entry(PresenceKeys.DefaultUser, User));
        }

        return entries;
    }

    /// <summary>Whether dom0 takes a value.</summary>
    public static bool IsTaken(string value) => value.Length > 0 && value.All(char.IsAsciiLetterOrDigit);

    private static DatabaseEntry Entry(string path, string value) => new(path, Encoding.UTF8.GetBytes(value));

    // Two decimal digits for each part after the first: 1.2.3 is 10203.
    private string VersionNumber() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Version.Major * 10000) + (Math.Clamp(Version.Minor, 0, 99) * 100) + Math.Clamp(Version.Build, 0, 99)}");
}
