using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>
/// The library with the actions of the MSI, compiled from <c>module/installer/SetupActions.cpp</c> with clang and lld.
/// It imports functions of kernel32 and msi alone.
/// </summary>
/// <param name="workspace">The tree.</param>
public sealed class InstallerActions(Workspace workspace)
{
    /// <summary>Name of the library.</summary>
    public const string FileName = "SetupActions.dll";

    private const string Source = "SetupActions.cpp";

    private static readonly string[] Sources = [Source, "WindowsApi.h"];
    private const string ImportLibraries = "/usr/x86_64-w64-mingw32/lib/";

    /// <summary>Compiles it; the same bytes from every folder.</summary>
    /// <param name="tool">Runs the compiler.</param>
    /// <param name="folder">Where the library goes, and what comes before it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Path of the library.</returns>
    /// <exception cref="BuildException">It cannot be compiled.</exception>
    public async Task<string> CompileAsync(PackagingTool tool, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tool);
        string source = Path.Join(folder, Source);
        string objects = Path.Join(folder, "SetupActions.obj");
        string library = Path.Join(folder, FileName);
        foreach (string file in Sources)
        {
            File.Copy(workspace.At("module", "installer", file), Path.Join(folder, file), overwrite: true);
        }

        await tool.RunAsync(
            "clang++",
            [
                "--target=x86_64-pc-windows-msvc", "-c", "-O2", "-Wall", "-Wextra", "-Werror",
                "-fno-exceptions", "-fno-rtti", "-ffreestanding", source, "-o", objects,
            ],
            cancellationToken);
        await tool.RunAsync(
            "lld-link",
            [
                "/DLL", "/NOENTRY", "/NODEFAULTLIB", "/MACHINE:X64", "/Brepro", "/DYNAMICBASE", "/HIGHENTROPYVA",
                "/NXCOMPAT", "/OUT:" + library, objects,
                ImportLibraries + "libkernel32.a", ImportLibraries + "libmsi.a",
            ],
            cancellationToken);
        return library;
    }
}
