using System.Text;
using PedOS.Protocols.Database;

namespace PedOS.Protocols.Tests.Network;

/// <summary>Entries of the database, as a test writes them.</summary>
public static class Entries
{
    public const string Mac = "00:16:3e:5e:6c:00";

    /// <summary>What dom0 writes for a machine with a network.</summary>
    public static Dictionary<string, string> Usual() => new(StringComparer.Ordinal)
    {
        ["/qubes-mac"] = Mac,
        ["/qubes-ip"] = "10.137.0.5",
        ["/qubes-netmask"] = "255.255.255.255",
        ["/qubes-gateway"] = "10.138.20.1",
        ["/qubes-primary-dns"] = "10.139.1.1",
        ["/qubes-secondary-dns"] = "10.139.1.2",
    };

    public static IEnumerable<DatabaseEntry> Of(IEnumerable<KeyValuePair<string, string>> values) =>
        values.Select(v => new DatabaseEntry(v.Key, Encoding.UTF8.GetBytes(v.Value)));
}
