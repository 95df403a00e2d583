using PedOS.TestKit.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Packages;
using Xunit;

namespace PedOS.Engine.Tests.Packages;

public sealed class PackageListTests
{
    private const string Inf = "drivers/xenbus/xenbus.inf";

    private readonly PackageList _list = new SamplePackage("1.0.0").List;

    [Fact]
    public void Read_TakesWhatWasWritten()
    {
        string text = _list.ToJson().ToString();
        Assert.Equal(text, PackageList.Read(text).ToJson().ToString());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("bin/../../x")]
    [InlineData("/bin/x")]
    [InlineData("bin//x")]
    [InlineData("bin/")]
    [InlineData("")]
    [InlineData("C:/x")]
    [InlineData("C:x")]
    [InlineData("bin\\x")]
    [InlineData("bin/x:stream")]
    [InlineData("bin/x::$DATA")]
    [InlineData("bin/x.")]
    [InlineData("bin/x ")]
    [InlineData("bin./x")]
    [InlineData("bin/nul")]
    [InlineData("bin/Com1.exe")]
    [InlineData("bin/COM\u00B9")]
    [InlineData("bin/conin$")]
    [InlineData("bin/x\u0000")]
    public void Read_RefusesPathsThatLeadElsewhere(string path) =>
        Refused(_list with { Files = [.. _list.Files, _list.Files[0] with { Path = path }] });

    // An attribute could not carry it.
    [Fact]
    public void Read_RefusesHalfOfASurrogatePair() => Read_RefusesPathsThatLeadElsewhere("bin/x\ud800");

    [Theory]
    [InlineData("bin/setup.exe")]
    [InlineData("BIN/Setup.EXE")]
    public void Read_RefusesAFileTwice_WhateverTheCaseOfItsName(string path) =>
        Refused(_list with { Files = [.. _list.Files, _list.Files[0] with { Path = path }] });

    [Fact]
    public void Read_RefusesADriverOrACertificateTwice()
    {
        Refused(_list with { Drivers = [.. _list.Drivers, _list.Drivers[0] with { Version = "9" }] });
        Refused(_list with { Certificates = [.. _list.Certificates, _list.Certificates[0]] });
    }

    [Fact]
    public void Read_RefusesLengthsThatNoFileHas()
    {
        // Their sum would be no number any more.
        Refused(_list with { Files = [.. _list.Files.Select(static f => f with { Length = long.MaxValue })] });
        Refused(_list with { Files = [.. _list.Files.Select(static f => f with { Length = -1 })] });
        _ = PackageList.Read((_list with
        {
            Files = [.. _list.Files.Select(static f => f with { Length = 1L << 40 })],
        }).ToJson().ToString());
    }

    [Fact]
    public void Read_RefusesWhatItHasNot()
    {
        Refused(_list with { Files = [.. _list.Files.Where(static f => f.Path != Inf)] });
        Refused(_list with { Certificates = ["drivers/other.cer"] });
        Refused(_list with { Version = "one" });
    }

    private static void Refused(PackageList list)
    {
        SetupException e = Assert.Throws<SetupException>(() => PackageList.Read(list.ToJson().ToString()));
        Assert.Equal(SetupError.DamagedPackage, e.Error);
    }
}
