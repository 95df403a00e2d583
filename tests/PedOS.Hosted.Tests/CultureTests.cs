using System.Globalization;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>Names of ours are found in every culture, also where i and I are different letters.</summary>
public sealed class CultureTests : HostedTest
{
    // Command, property that tells what was found, and what it says.
    private static readonly (string Command, string Property, string Expected)[] Names =
    [
        ("Get-PedOSConfiguration LOGDIR", "Name", "LogDir"),
        ("Get-PedOSConfiguration *DIR", "Name", "LogDir"),
        ("Get-PedOSConfiguration logdIR", "Name", "LogDir"),
        ("Get-PedOSTools -Component XENDISK", "Name", "XenDisk"),
        ("Get-PedOSTools -Component xend?sk", "Name", "XenDisk"),
        ("Get-PedOSDriver XENDISK -Source $package", "Component", ""),
        ("Get-PedOSAgent PEDOSDB-DAEMON", "Name", "PedOSdb-daemon"),
        ("Get-PedOSAgent *wr?pper*, *DB-D*", "Name", "PedOSdb-daemon"),
        ("Get-QrexecService QUBES.VMSHEL*", "Name", "qubes.VMShell"),
        ("Get-PedOSLogLevel QREXEC-WRAPPER", "Component", "qrexec-wrapper"),
        ("Set-PedOSLogLevel INFO -Component QREXEC-WRAPPER -PassThru", "Level", "Info"),
        ("Set-PedOSConfiguration LOGDIR 'C:\\LOGIı' -PassThru", "Value", "C:\\LOGIı"),
        ("Reset-PedOSConfiguration LOGD* -PassThru", "Name", "LogDir"),
    ];

    [Fact]
    public void Turkish_IsReallyTurkishHere() =>
        Assert.Equal("ı", "I".ToLower(CultureInfo.GetCultureInfo("tr-TR")));

    [Fact]
    public void Name_IsFound()
    {
        using Session session = OpenInstalled();
        Assert.All((string[])["tr-TR", "az-Latn-AZ", "de-DE", "ar-SA", "th-TH"], culture => Assert.All(Names, name =>
        {
            Outcome outcome = session.Run(
                $"[cultureinfo]::CurrentCulture = '{culture}'; {name.Command} -ImagePath $image"
                + $" | ForEach-Object {{ [string]$_.{name.Property} }}");
            Assert.Empty(outcome.Errors);
            Assert.Equal(name.Expected.Length == 0 ? [] : [name.Expected], outcome.Output);
        }));
    }
}
