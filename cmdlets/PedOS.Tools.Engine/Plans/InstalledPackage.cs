using System.Text;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Plans;

/// <summary>
/// The package that is the installation itself: the Windows Installer has put the files where they belong, and the list
/// beside them.
/// </summary>
public static class InstalledPackage
{
    /// <summary>Whether a package is the one that lies in the installation's folder of a machine.</summary>
    /// <exception cref="SetupException">The list there cannot be read.</exception>
    public static bool IsIn(IMachine machine, PackageList list)
    {
        string path = new ProductLayout(machine.Facts).Folder + "\\" + PackageList.FileName;
        if (machine.Files.Find(path) is not { Kind: FileKind.File, Length: <= PackageList.MaxLength })
        {
            return false;
        }

        using Stream stream = machine.Files.OpenRead(path);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return PackageList.Read(reader.ReadToEnd()).ToJson().ToString() == list.ToJson().ToString();
    }

    /// <summary>Whether the Windows Installer has put the files there.</summary>
    public static bool Has(Receipt receipt) => receipt.Entries.Any(static e => e.Resource is InstallerFileResource);

    /// <summary>Refuses to take over what was installed in another way: one of the two would lose its files.</summary>
    /// <param name="receipt">What is installed.</param>
    /// <param name="isInstalled">Whether the package is the one in the installation's folder.</param>
    /// <exception cref="SetupException">It was installed in the other way.</exception>
    public static void RequireSameWay(Receipt receipt, bool isInstalled)
    {
        bool wasInstalled = Has(receipt);
        if (wasInstalled && !isInstalled)
        {
            throw new SetupException(
                SetupError.OtherInstaller,
                $"version {receipt.Version} was installed by the Windows Installer",
                "Change or update it with an MSI, or uninstall it first.");
        }

        if (!wasInstalled && isInstalled)
        {
            throw new SetupException(
                SetupError.OtherInstaller,
                $"version {receipt.Version} was installed by setup and not by the Windows Installer",
                "Update it with setup, or uninstall it first.");
        }
    }
}
