using System.Globalization;
using PedOS.Tools.Contracts.Product;

namespace PedOS.Build.Packaging;

/// <summary>
/// What the MSI refuses once it is known which features come and go. A launch condition cannot say it: it is judged
/// before that, and features are chosen by more properties than <c>ADDLOCAL</c>. wixl knows no such actions.
/// </summary>
internal static class InstallerRefusals
{
    // msidbCustomActionTypeTextData + msidbCustomActionTypeSourceFile: ends the installation with a text.
    private const int EndsWithText = 19;

    // After MigrateFeatureStates, which chooses the features of an update; before anything is told to setup.
    private const int FirstNumber = 1410;

    private const string Uac = ComponentNames.DisableUac;
    private const string Logon = ComponentNames.AutomaticLogon;

    // Whoever may start an elevated installation, or a repair, without being an administrator decides no more by it.
    private static readonly (string Action, string Condition, string Message)[] Rows =
    [
        ("RefuseRepair",
            "Installed AND REINSTALL AND NOT AdminUser",
            "Only administrators repair PedOS Windows Tools: start the repair as administrator."),
        ("RefuseChoice",
            $"({Chosen(Uac)} OR {Chosen(Logon)} OR LOGONACCOUNT) AND NOT AdminUser",
            $"Only administrators choose {Logon} or {Uac}: start the installation as administrator."),
        ("RefuseNoAccount",
            $"{Chosen(Logon)} AND NOT LOGONACCOUNT AND NOT OLDERVERSION",
            $"The feature {Logon} needs the account that is logged on: LOGONACCOUNT=name."),
    ];

    /// <summary>What msibuild is asked for.</summary>
    public static IEnumerable<string> Queries() => Rows.SelectMany(static (row, i) => new[]
    {
        "INSERT INTO `CustomAction` (`Action`, `Type`, `Target`) "
            + string.Create(CultureInfo.InvariantCulture, $"VALUES ('{row.Action}', {EndsWithText}, '{row.Message}')"),
        "INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) "
            + string.Create(
                CultureInfo.InvariantCulture, $"VALUES ('{row.Action}', '{row.Condition}', {FirstNumber + i})"),
    });

    // INSTALLSTATE_LOCAL is 3: it will be there, and is not.
    private static string Chosen(string feature) => $"((&{feature} = 3) AND NOT (!{feature} = 3))";
}
