using System.Diagnostics;

namespace PedOS.Network.Tests;

/// <summary>A network namespace in which nothing but the tests' adapters exists.</summary>
internal static class OwnNamespace
{
    private const string Variable = "PEDOS_TEST_NAMESPACE";

    /// <summary>Why the tests cannot run here; empty when they can.</summary>
    public static string Problem =>
        Environment.GetEnvironmentVariable(Variable) == "1" ? string.Empty
        : "a network namespace of its own needs root, unshare, ip and veth adapters";

    /// <summary>Runs this program again inside a new namespace.</summary>
    /// <returns>Its exit code; null when this is already inside, or there can be none.</returns>
    public static int? Enter(string[] arguments)
    {
        if (Problem.Length == 0 || Run("unshare", "--net", "ip", "link", "add", "probe0", "type", "veth") != 0)
        {
            return null;
        }

        Environment.SetEnvironmentVariable(Variable, "1");
        return Run("unshare", ["--net", .. Self, .. arguments]);
    }

    // Started as a program of its own, or as an assembly that dotnet runs.
    private static string[] Self =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, Environment.GetCommandLineArgs()[0]]
            : [Environment.ProcessPath!];

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(program, arguments);
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
