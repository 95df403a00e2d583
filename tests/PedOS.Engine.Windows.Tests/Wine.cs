using System.Runtime.InteropServices;

namespace PedOS.Engine.Windows.Tests;

/// <summary>
/// Says honestly what a test run shows: Wine is not Windows. A test of what only Windows does is skipped here by its
/// attribute; a second exception out of a synchronous test would end the whole run under Wine.
/// </summary>
public static class Wine
{
    /// <summary>Whether this runs under Wine.</summary>
    public static bool IsHere { get; } = NativeLibrary.TryGetExport(
        NativeLibrary.Load("ntdll.dll"), "wine_get_version", out _);
}
