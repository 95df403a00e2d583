using System.Text.RegularExpressions;

namespace PedOS.Build.Tools;

/// <summary>The version of the product, which is written once: in the module's manifest.</summary>
public static partial class ProductVersion
{
    /// <summary>The manifest.</summary>
    public const string Manifest = "PedOSTools.psd1";

    /// <summary>Three numbers with dots.</summary>
    /// <exception cref="BuildException">The manifest has none.</exception>
    public static string Read(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Match match = Assignment().Match(File.ReadAllText(workspace.At(Manifest)));
        return match.Success
            ? match.Groups[1].Value
            : throw new BuildException($"{Manifest} has no ModuleVersion of three numbers");
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'(\d+\.\d+\.\d+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}
