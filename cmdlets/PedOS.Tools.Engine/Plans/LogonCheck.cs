using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Plans;

/// <summary>What keeps Windows from logging an account on by itself: found before its password is replaced.</summary>
/// <param name="machine">The machine.</param>
internal sealed class LogonCheck(IMachine machine)
{
    private const string PolicyKey = @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System";
    private const string LogonKey = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon";

    private static readonly string[] NoticeValues = ["LegalNoticeCaption", "LegalNoticeText"];

    /// <summary>All reasons; empty when there is none.</summary>
    /// <param name="secret">Whose password is to be replaced.</param>
    public IEnumerable<SetupException> Check(LogonSecretResource secret)
    {
        string account = secret.Name;
        if (account.IndexOfAny(['\\', '@', '/']) >= 0)
        {
            yield return Refused(
                $"{account} is an account of a domain or of a mail address; automatic logon is for local accounts",
                "Name a local account, without a domain.");
        }
        else if (machine.Running?.Secrets.KindOfAccount(account) is { } kind and not LogonAccountKind.Local)
        {
            yield return kind == LogonAccountKind.Missing
                ? new SetupException(
                    SetupError.NotFound,
                    $"{machine.Facts.Location} has no local account {account}",
                    "Name an account that is there (net user lists them), or make it first.")
                : Refused(
                    $"{account} is a Microsoft account, whose password is not kept on this machine",
                    "Make it a local account (Settings, Accounts, Your info), or name another one.");
        }

        string? notice = new[] { PolicyKey, LogonKey }
            .SelectMany(static key => NoticeValues.Select(name => (Key: key, Name: name)))
            .Where(v => !string.IsNullOrWhiteSpace(machine.Registry.Find(v.Key, v.Name)?.AsText()))
            .Select(static v => v.Key + "\\" + v.Name)
            .FirstOrDefault();
        if (notice is not null)
        {
            yield return Refused(
                $"a legal notice is shown before every logon ({notice}), and somebody has to confirm it",
                "Remove the notice, or leave automatic logon out.");
        }
    }

    private static SetupException Refused(string message, string remedy) =>
        new(SetupError.ImpossibleSelection, message, remedy);
}
