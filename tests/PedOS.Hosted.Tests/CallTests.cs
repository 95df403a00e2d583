using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>A call sends exactly what was given, or is not made; its files are whole or not there.</summary>
public sealed class CallTests(Guest guest) : HostedTest, IClassFixture<Guest>
{
    private static Session? _session;

    [Theory]
    [InlineData("Invoke-QrexecService work test.Echo -InputObject 'a', 'b'")]
    [InlineData(", @('a', 'b') | Invoke-QrexecService work test.Echo")]
    [InlineData("@('a', , @('b')) | Invoke-QrexecService work test.Echo")]
    [InlineData("Invoke-QrexecService work test.Echo -InputObject ([collections.generic.list[object]]('a', 'b'))")]
    [InlineData("Invoke-QrexecService work test.Echo -InputObject ([byte[]](97, 10), 'b')")]
    public void List_IsWhatIsInIt(string script)
    {
        Session session = Shared();
        Outcome outcome = session.Run(script);
        Assert.Empty(outcome.Errors);
        Assert.Equal(["a", "b"], outcome.Output);
    }

    [Theory]
    [InlineData("1, 2, 1.5")]
    [InlineData("[decimal]1.50")]
    [InlineData("[guid]::Empty, [timespan]::FromSeconds(1.5), [version]'1.2', [dayofweek]::Friday, 'x'[0]")]
    [InlineData("[datetime]::new(2026, 11, 30, 13, 5, 0)")]
    public void PlainThings_AreTheirText_InEveryCulture(string things)
    {
        Session session = Shared();
        Outcome outcome = session.Run(
            $"[cultureinfo]::CurrentCulture = 'de-DE'; {things} | Invoke-QrexecService work test.Echo");
        Assert.Empty(outcome.Errors);
        Assert.Equal(session.Run($"@({things}) | ForEach-Object {{ [string]$_ }}").Output, outcome.Output);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ a = 1 } | Invoke-QrexecService work test.Echo", false)]
    [InlineData("@{ a = 1 } | Invoke-QrexecService work test.Echo", false)]
    [InlineData("Get-Process -Id $PID | Format-List | Invoke-QrexecService work test.Echo", false)]
    [InlineData("[securestring]::new() | Invoke-QrexecService work test.Echo", false)]
    [InlineData("$null | Invoke-QrexecService work test.Echo", false)]
    [InlineData("Invoke-QrexecService work test.Echo -InputObject $null", false)]
    [InlineData("Invoke-QrexecService work test.Echo -InputObject 'a', @{ a = 1 }", false)]
    [InlineData(
        "$l = [collections.arraylist]::new(); $null = $l.Add($l); Invoke-QrexecService work test.Echo -InputObject $l",
        false)]
    [InlineData("[string][char]0xd800 | Invoke-QrexecService work test.Echo", false)]
    [InlineData("'a', @{ a = 1 }, 'b' | Invoke-QrexecService work test.Echo", true)]
    public void OtherThings_AreRefused(string script, bool isCalled)
    {
        int before = Guest.Calls();
        Session session = Shared();
        Outcome outcome = session.Run(script);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal("InvalidArgument", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);

        // One that had begun is killed, perhaps before it could ask.
        Assert.InRange(Guest.Calls(), before, before + (isCalled ? 1 : 0));
        Assert.Empty(Guest.Programs());
    }

    [Theory]
    [InlineData("-InputFile /nosuch", "NotFound", ErrorCategory.ObjectNotFound, "/nosuch")]
    [InlineData("-InputFile /", "NotReadable", ErrorCategory.OpenError, "/")]
    [InlineData("-OutFile /nosuch/x", "InputOutput", ErrorCategory.WriteError, "/nosuch/x")]
    [InlineData("-OutFile /", "InputOutput", ErrorCategory.WriteError, "/")]
    [InlineData("-OutFile $mine", "ResourceExists", ErrorCategory.ResourceExists, "mine")]
    [InlineData("-InputFile Env:PATH", "InvalidArgument", ErrorCategory.InvalidArgument, "Env:PATH")]
    public void File_IsOpenedBeforeThereIsACall(string files, string id, ErrorCategory category, string target)
    {
        File.WriteAllText(Bench.PathOf("mine"), "mine");
        int before = Guest.Calls();
        Session session = Shared().With("mine", Bench.PathOf("mine"));
        ErrorRecord error = Assert.Single(session.Run($"Invoke-QrexecService work test.Echo {files}").Errors);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.EndsWith(target, Assert.IsType<string>(error.TargetObject), StringComparison.Ordinal);
        Assert.Equal(before, Guest.Calls());
        Assert.Equal("mine", File.ReadAllText(Bench.PathOf("mine")));
    }

    [Theory]
    [InlineData("test.Nope", "")]
    [InlineData("test.Fail", "")]
    [InlineData("test.Hang", "-TimeoutSeconds 1")]
    [InlineData("test.Nope", "-PassThru")]
    public void OutFile_IsNotThere_AfterAFailure_AndTheNextTrySucceeds(string service, string more)
    {
        Session session = Shared().With("out", Bench.PathOf("o"));
        _ = session.Run($"Invoke-QrexecService work {service} -OutFile $out {more}");
        Assert.Empty(Directory.GetFiles(Bench.Folder, "o*"));
        Assert.Empty(session.Run("Invoke-QrexecService work test.Who -OutFile $out").Errors);
        Assert.Equal("work test.Who\n", File.ReadAllText(Bench.PathOf("o")));
    }

    [Theory]
    [InlineData("Invoke-QrexecService work test.Fail -OutFile $out -Force", "mine")]
    [InlineData("Invoke-QrexecService work test.Who -OutFile $out", "mine")]
    [InlineData("Invoke-QrexecService work test.Who -OutFile $out -Force", "work test.Who\n")]
    [InlineData("Invoke-QrexecService work test.Fail -OutFile $out -Force -PassThru", "partly\n")]
    public void OutFile_IsReplaced_OnlyWhenThatIsSaid_AndByTheWholeOutput(string script, string content)
    {
        File.WriteAllText(Bench.PathOf("o"), "mine");
        Session session = Shared().With("out", Bench.PathOf("o"));
        _ = session.Run(script);
        Assert.Equal(content, File.ReadAllText(Bench.PathOf("o")));
        Assert.Equal([Bench.PathOf("o")], Directory.GetFiles(Bench.Folder, "o*"));
    }

    [Fact]
    public void OutFile_MayBeTheInputFile()
    {
        File.WriteAllText(Bench.PathOf("both"), "the same\n");
        Session session = Shared().With("both", Bench.PathOf("both"));
        Assert.Empty(session.Run("Invoke-QrexecService work test.Echo -InputFile $both -OutFile $both -Force").Errors);
        Assert.Equal("the same\n", File.ReadAllText(Bench.PathOf("both")));
    }

    [Theory]
    [InlineData("work test.Who -Argument 'a b'")]
    [InlineData("work test.Who -Argument 'ü'")]
    [InlineData("work test.Who -Argument ' '")]
    [InlineData("work 'test.Who+a b'")]
    [InlineData("work 'tëst.Who'")]
    [InlineData("work '+x'")]
    [InlineData("work ('a' * 256)")]
    [InlineData("work ('a' * 200000)")]
    [InlineData("work a -Argument ('a' * 64998)")]
    [InlineData("'bü ro' test.Who")]
    [InlineData("('a' * 64) test.Who")]
    [InlineData("('a' * 5000) test.Who")]
    public void Name_ThatDom0WouldRewrite_IsRefusedBeforeTheCall(string words)
    {
        Assert.NotNull(guest);
        int before = Guest.Calls();
        Session session = Shared();
        ErrorRecord error = Assert.Single(session.Run("Invoke-QrexecService " + words).Errors);
        Assert.Equal("InvalidArgument", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.InRange(error.Exception.Message.Length, 1, 500);
        Assert.Equal(before, Guest.Calls());
    }

    [Theory]
    [InlineData("work test.Who -Argument 'a-b.c_d+e'", "work test.Who+a-b.c_d+e")]
    [InlineData("work test.Who -Argument ''", "work test.Who+")]
    [InlineData("'@dispvm:a-b' test.Who", "@dispvm:a-b test.Who")]
    [InlineData("'$default' test.Who", "@default test.Who")]
    public void Name_ArrivesAsItIs(string words, string heard)
    {
        Session session = Shared();
        Outcome outcome = session.Run("Invoke-QrexecService " + words);
        Assert.Empty(outcome.Errors);
        Assert.Equal([heard], outcome.Output);
    }

    // To make a session takes longer than all of these tests.
    private static Session Shared() => _session ??= new();
}
