using System.Globalization;
using PedOS.Build.Tools;
using PedOS.Tools.Contracts.Product;

namespace PedOS.Build.Packaging;

/// <summary>The MSI: made by wixl from the sources, finished by msibuild where wixl falls short.</summary>
/// <param name="workspace">The tree; its package folder has everything that goes in.</param>
/// <param name="version">Version of the product.</param>
/// <param name="date">The time that it carries.</param>
/// <param name="signing">Signs the library with its actions, when that is asked for.</param>
public sealed class InstallerPackage(
    Workspace workspace, string version, DateTimeOffset date, Signing.CodeSigning signing)
{
    /// <summary>Joins all versions of the product; it may never change.</summary>
    public const string UpgradeCode = "C6F1B1B0-3A58-4F0E-9B1D-6D5C2F7A9E42";

    private const string Source = "PedOSTools.wxs";

    // What SetupActions.cpp says when setup refuses or fails: 2 is its exit code, 3 what it said.
    private const string Errors =
        "Error\tMessage\ni2\tL255\nError\tError\n"
        + "25001\t[3] Everything is put back. (setup ended with [2]; "
        + "its reason is also an event of \"setup\" in the log Application.)\n";

    // Action of a library in the package: with 1024 in the script, with 256 for the way back, with 2048 as system.
    private const int Rollback = 1 + 256 + 1024 + 2048;

    // An action that sets a property, and nothing else; wixl adds "as system" (2048), which means nothing there.
    private const int SetsProperty = 51;
    private const int SetsPropertyAsWixlSaysIt = SetsProperty + 2048;

    // The least version is meant itself, 256; the features that were chosen stay chosen, 1.
    private const int MigrateFrom = 256 + 1;

    private const int NotAdvertised = 8;
    private const int Required = 16;

    private static readonly string[] Undoing =
        ["UndoRemove", "UndoUninstall", "UndoInstall", "UndoUpdate", "UndoAdd"];

    /// <summary>Name of the file.</summary>
    public string FileName => $"{Distribution.Name}-{version}.msi";

    /// <summary>
    /// Id of this version: equal for all builds of it, so that Windows refuses a second one beside it.
    /// </summary>
    public string ProductCode => Upper(NameBasedGuid.Of("product " + version));

    /// <summary>Writes it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="files">What the package has.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">It cannot be made.</exception>
    public async Task WriteAsync(
        string path, IReadOnlyList<PackageFile> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (string file in Directory.EnumerateFiles(workspace.Package, "*", SearchOption.AllDirectories))
        {
            // The cabinet has the times of the files.
            File.SetLastWriteTimeUtc(file, date.UtcDateTime);
        }

        // Neither program takes a path with letters outside ASCII.
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("pedos-msi-");
        try
        {
            var source = new InstallerSource([.. files, .. Lists()]);
            await ComposeAsync(scratch.FullName, source, cancellationToken);
            File.Move(Path.Join(scratch.FullName, FileName), path, overwrite: true);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private async Task ComposeAsync(string scratch, InstallerSource source, CancellationToken cancellationToken)
    {
        string At(string name) => Path.Join(scratch, name);
        source.WriteFiles().Save(At(InstallerSource.FilesName));
        source.WriteWords().Save(At(InstallerSource.WordsName));
        File.Copy(workspace.At("module", "installer", Source), At(Source));
        var tool = new PackagingTool(workspace, date);
        string actions = await new InstallerActions(workspace).CompileAsync(tool, scratch, cancellationToken);
        await signing.SignFileAsync(actions, cancellationToken);
        await tool.RunAsync(
            "wixl",
            [
                "--arch", "x64", "--output", At(FileName), "--includedir", scratch,
                "--define", "ProductCode=" + ProductCode,
                "--define", "UpgradeCode=" + UpgradeCode,
                "--define", "Version=" + version,
                .. source.Variables.SelectMany(static v => new[] { "--define", $"{v.Key}={v.Value}" }),
                At(Source), At(InstallerSource.FilesName),
            ],
            cancellationToken,
            workspace.Package);
        await tool.RunAsync("msibuild", [At(FileName), .. Queries(source)], cancellationToken);
        await ImportAsync(tool, scratch, "_SummaryInformation", Summary(), cancellationToken);
        await ImportAsync(tool, scratch, "Error", Errors, cancellationToken);
    }

    // Beside what the list names, the list itself and the signature over it: the folder becomes a package.
    private IEnumerable<PackageFile> Lists() =>
        new[] { PackageFolder.ListName, Signing.CodeSigning.ListCatalog }
            .Select(name => new PackageFile(name, ComponentNames.Shared, Path.Join(workspace.Package, name)))
            .Where(static f => File.Exists(f.Source));

    private IEnumerable<string> Queries(InstallerSource source)
    {
        IEnumerable<string> queries = Undoing
            .Select(static a => string.Create(
                CultureInfo.InvariantCulture,
                $"UPDATE `CustomAction` SET `Type` = {Rollback} WHERE `Action` = '{a}'"))
            .Append(
                $"UPDATE `CustomAction` SET `Type` = {SetsProperty} WHERE `Type` = {SetsPropertyAsWixlSaysIt}")
            .Append("UPDATE `CustomAction` SET `Type` = 1 WHERE `Action` = 'TellRestart'")
            .Concat(source.FileQueries())
            .Concat(InstallerRefusals.Queries())
            .Append($"UPDATE `Feature` SET `Attributes` = {NotAdvertised}")
            .Append(
                $"UPDATE `Feature` SET `Attributes` = {NotAdvertised + Required} "
                + $"WHERE `Feature` = '{ComponentNames.Shared}'")
            .Append("DELETE FROM `Upgrade` WHERE `ActionProperty` = 'OLDERVERSION'")
            .Append(
                "INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMin`, `VersionMax`, `Language`, `Attributes`, `Remove`, "
                + $"`ActionProperty`) VALUES ('{{{UpgradeCode}}}', '0.0.0', '{version}', '', {MigrateFrom}, '', "
                + "'OLDERVERSION')")
            .Append(
                "UPDATE `Property` SET `Value` = 'OLDERVERSION;NEWERVERSION;TEMPLATE;LOGONACCOUNT;LOGLEVEL' "
                + "WHERE `Property` = 'SecureCustomProperties'");
        if (source.Variables["Has" + ComponentNames.MoveProfiles] == "1")
        {
            queries = queries
                .Append(
                    "CREATE TABLE `Condition` (`Feature_` CHAR(38) NOT NULL, `Level` INTEGER NOT NULL, "
                    + "`Condition` CHAR(255) PRIMARY KEY `Feature_`, `Level`)")
                .Append(
                    "INSERT INTO `Condition` (`Feature_`, `Level`, `Condition`) "
                    + $"VALUES ('{ComponentNames.MoveProfiles}', 1, 'TEMPLATE')");
        }

        return queries.Prepend("-q");
    }

    private string Summary()
    {
        // The package's own id follows from its content, so that the same files make the same package.
        string list = FileHash.Of(Path.Join(workspace.Package, PackageFolder.ListName));
        string time = date.UtcDateTime.ToString("yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture);
        return "PropertyId\tValue\ni2\tl255\n_SummaryInformation\tPropertyId\n"
            + $"1\t1252\n2\tInstallation Database\n3\tPedOS Windows Tools {version}\n4\tPedOS\n5\tInstaller\n"
            + "6\tGuest tools that make a Windows machine a full member of PedOS.\n"
            + $"7\tx64;1033\n9\t{{{Upper(NameBasedGuid.Of("package " + list))}}}\n12\t{time}\n13\t{time}\n"
            + "14\t500\n15\t2\n18\tPedOS build\n19\t2\n";
    }

    private async Task ImportAsync(
        PackagingTool tool, string scratch, string table, string text, CancellationToken cancellationToken)
    {
        string file = Path.Join(scratch, table + ".idt");
        await File.WriteAllTextAsync(file, text.ReplaceLineEndings("\r\n"), cancellationToken);
        await tool.RunAsync("msibuild", [Path.Join(scratch, FileName), "-i", file], cancellationToken);
    }

    // The Windows Installer compares ids as text.
    private static string Upper(Guid id) => id.ToString().ToUpperInvariant();
}
