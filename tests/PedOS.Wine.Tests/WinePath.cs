namespace PedOS.Wine.Tests;

/// <summary>Paths of this machine, as Windows programs under Wine name them.</summary>
internal static class WinePath
{
    /// <summary>Names a path.</summary>
    public static string Of(string path) => "Z:" + path.Replace('/', '\\');
}
