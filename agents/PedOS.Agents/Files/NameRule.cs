using System.Text;

namespace PedOS.Agents.Files;

/// <summary>Under which names files of another machine are held.</summary>
/// <param name="Name">The name; not the sender's where that cannot be held.</param>
/// <param name="NameBesides">
/// The name when something else is found under the first one, as where upper and lower case find the same; null where
/// names are found only as they are written.
/// </param>
/// <param name="HasZones">Whether files are marked as coming from elsewhere; see <see cref="ZoneMark"/>.</param>
public sealed record NameRule(Func<byte[], byte[]> Name, Func<byte[], byte[]>? NameBesides, bool HasZones)
{
    /// <summary>Linux: every name is held, and found only as it is written.</summary>
    public static NameRule AsItIs { get; } = new(static name => name, null, HasZones: false);

    /// <summary>Windows; see <see cref="WindowsName"/>.</summary>
    public static NameRule Windows { get; } = new(
        static name => Encoding.UTF8.GetBytes(WindowsName.From(name)),
        static name => Encoding.UTF8.GetBytes(WindowsName.Besides(name)),
        HasZones: true);
}
