using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace PedOS.Hosted.Tests;

/// <summary>The PowerShell that runs inside this process, as the build was told.</summary>
internal static class HostedPowerShell
{
    private const string Package = "true";
    private const string Engine = "System.Management.Automation.dll";

    /// <summary>Why nothing can be tested; empty when it can.</summary>
    public static string Problem =>
        Place is Package || File.Exists(Path.Join(Place, Engine)) ? string.Empty
        : Place.Length > 0 ? $"there is no {Engine} in {Place}"
        : "built without a PowerShell to host: -p:HostedPowerShell=true, or the folder of one";

    private static string Place => AppContext.GetData("PedOS.HostedPowerShell") as string ?? string.Empty;

    // Before anything of it is named: its assemblies stay where they are, beside its modules and its native library.
#pragma warning disable CA2255 // this is a program of its own, although it is also a library to the compiler
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Resolve()
    {
        if (Place is not (Package or "") && Problem.Length == 0)
        {
            AssemblyLoadContext.Default.Resolving += Load;
        }
    }

    private static Assembly? Load(AssemblyLoadContext context, AssemblyName name)
    {
        string path = Path.Join(Place, name.Name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
