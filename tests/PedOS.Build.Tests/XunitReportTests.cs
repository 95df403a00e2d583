using PedOS.Build.Lanes;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class XunitReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_SumsAssemblies_AndCountsErrorsAsFailures()
    {
        string path = _folder.Write("r.xml", """
            <assemblies>
              <assembly total="6" passed="3" failed="1" skipped="1" not-run="1" errors="2" />
              <assembly total="1" passed="1" failed="0" skipped="0" not-run="0" errors="0" />
            </assemblies>
            """);

        Assert.Equal(new RunTotals(4, 3, 2), XunitReport.Read(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<assemblies><assembly passed=\"3\" failed=\"0\">")]
    [InlineData("<assemblies><assembly passed=\"many\" /></assemblies>")]
    public void Read_ReturnsNull_WhenTheReportIsTornOrUnreadable(string text) =>
        Assert.Null(XunitReport.Read(_folder.Write("r.xml", text)));

    [Fact]
    public void Read_ReturnsNull_WhenThereIsNoReport() =>
        Assert.Null(XunitReport.Read(Path.Join(_folder.Path, "none.xml")));
}
