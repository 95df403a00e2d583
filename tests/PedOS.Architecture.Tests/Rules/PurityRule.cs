using PedOS.Architecture.Tests.Il;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>
/// The protocols are codecs and state machines: no I/O, clock, thread, logger, environment or unsafe code.
/// </summary>
public static class PurityRule
{
    private static readonly string[] ImpureNamespaces =
    [
        "System.IO", "System.Net", "System.Threading", "System.Timers", "System.Data", "System.Security.Principal",
        "System.Security.AccessControl", "System.Diagnostics.Tracing", "Microsoft.Win32", "Microsoft.Extensions",
    ];

    private static readonly string[] ImpureTypes =
    [
        "System.Console", "System.Environment", "System.TimeProvider", "System.AppContext", "System.AppDomain",
        "System.Random", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.Diagnostics.Trace",
        "System.Runtime.InteropServices.Marshal", "System.Runtime.InteropServices.NativeMemory",
        "System.Runtime.InteropServices.NativeLibrary", "System.Runtime.InteropServices.GCHandle",
    ];

    // Values without behaviour: an address and a port, the error a parser throws; and a sum over bytes.
    private static readonly string[] PureTypes =
    [
        "System.Net.IPAddress", "System.Net.IPEndPoint", "System.Net.EndPoint", "System.Net.Sockets.AddressFamily",
        "System.IO.InvalidDataException", "System.IO.EndOfStreamException",
        "System.IO.Hashing.Crc32", "System.IO.Hashing.NonCryptographicHashAlgorithm",
    ];

    private static readonly string[] ImpureCalls =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow", "System.Guid::NewGuid",
    ];

    public static IEnumerable<string> Check(AssemblyScan assembly) =>
    [
        .. assembly.TypeReferences.Where(IsImpure).Select(type => $"{assembly.Name}: refers to {type}"),
        .. assembly.Calls
            .Where(static call => ImpureCalls.Contains(call.Callee, StringComparer.Ordinal))
            .Select(call => $"{assembly.Name}: {call.Caller} calls {call.Callee}"),
        .. CheckUnsafe(assembly),
    ];

    /// <summary>No unsafe code and no native method; holds for all but the two platform assemblies.</summary>
    public static IEnumerable<string> CheckUnsafe(AssemblyScan assembly)
    {
        if (assembly.AllowsUnsafe)
        {
            yield return $"{assembly.Name}: allows unsafe code";
        }

        foreach (string method in assembly.NativeMethods)
        {
            yield return $"{assembly.Name}: {method} is native";
        }
    }

    private static bool IsImpure(string type) =>
        !PureTypes.Contains(type, StringComparer.Ordinal)
        && (ImpureTypes.Contains(type, StringComparer.Ordinal)
            || ImpureNamespaces.Any(space => type.StartsWith(space + ".", StringComparison.Ordinal)));
}
