using Xunit;

namespace PedOS.Cmdlets.Tests;

/// <summary>
/// Windows PowerShell 5.1 runs on .NET Framework 4.7.2: every type and member that the module's assemblies refer to is
/// declared there, or in what PowerShell brings.
/// </summary>
public sealed class FrameworkReferenceTests
{
    // What the module may refer to beside the framework lies beside this test; so do files of a newer framework.
    private static readonly string[] Beside =
    [
        "PedOS.Tools.Contracts.dll", "PedOS.Tools.Engine.dll", "PedOS.Tools.Cmdlets.dll",
        "System.Management.Automation.dll",
    ];

    private static string Framework => AppContext.GetData("PedOS.FrameworkReferences") as string ?? "";

    [Fact]
    public void Module_RefersToWhatTheFrameworkHas()
    {
        using Folder module = Folder.With(Beside);
        using FrameworkCatalog catalog = new(Framework, Path.Join(Framework, "Facades"), module.Path);
        int all = 0;
        foreach (string name in Beside[..3])
        {
            IReadOnlyList<string> missing = catalog.Missing(Path.Join(module.Path, name), out int count);
            Assert.True(missing.Count == 0, $"{name}: {string.Join('\n', missing)}");
            all += count;
        }

        Assert.InRange(all, 2000, 100_000);
    }

    [Fact]
    public void WhatTheFrameworkDoesNotHave_IsFound()
    {
        using FrameworkCatalog catalog = new(Framework, Path.Join(Framework, "Facades"));
        string self = typeof(FrameworkReferenceTests).Assembly.Location;

        IReadOnlyList<string> missing = catalog.Missing(self, out int count);

        // This program is made for a newer one. A type of it, and a member of a type that both have.
        Assert.Contains("type System.Text.RegularExpressions.GeneratedRegexAttribute", missing);
        Assert.Contains("member System.String.Contains", missing);
        Assert.DoesNotContain("type System.Object", missing);
        Assert.DoesNotContain("member System.Object..ctor", missing);
        Assert.InRange(missing.Count, 10, count - 100);
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("pf").FullName;

        public static Folder With(IEnumerable<string> names)
        {
            Folder folder = new();
            foreach (string name in names)
            {
                File.Copy(
                    System.IO.Path.Join(AppContext.BaseDirectory, name), System.IO.Path.Join(folder.Path, name));
            }

            return folder;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
