using System.Runtime.Versioning;
using PedOS.Agents.Windows.Qrexec;
using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

[SupportedOSPlatform("windows")]
public sealed class ServiceNameLookupTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pedos-definitions").FullName;
    private readonly ServiceNameLookup _files;

    public ServiceNameLookupTests()
    {
        string[] directories = ["none", "one", "two"];
        _files = new ServiceNameLookup([.. directories.Select(name => Path.Combine(_root, name))]);
        Add("one", "qubes.Both");
        Add("two", "qubes.Both");
        Add("two", "qubes.Both+special");
        Add("two", "qubes.Two+");
        Add("two", "qubes.Two");
        Add("two", "PedOS.Own");
        Add("one", "qubes.Own");
        Add("two", "qubes.Çöp日本");
    }

    public void Dispose() => Directory.Delete(_root, true);

    [Theory]
    [InlineData("qubes.Both", "one/qubes.Both")]
    [InlineData("qubes.Both+other", "one/qubes.Both")]
    [InlineData("qubes.Both+special", "two/qubes.Both+special")]
    [InlineData("qubes.Two", "two/qubes.Two+")]
    [InlineData("qubes.Two+", "two/qubes.Two+")]
    [InlineData("qubes.Two+x", "two/qubes.Two")]
    [InlineData("PedOS.Both", "one/qubes.Both")]
    [InlineData("PedOS.Both+special", "two/qubes.Both+special")]
    [InlineData("PedOS.Own", "one/qubes.Own")]
    [InlineData("qubes.Çöp日本+a", "two/qubes.Çöp日本")]
    [InlineData("qubes.Both+..\\..\\x", "one/qubes.Both")]
    public void Find_LooksForTheFullNameInEveryDirectory_ThenForTheName(string descriptor, string expected)
    {
        ServiceCall call = ServiceCall.TryParse($"{descriptor} work", out _)!;
        Assert.Equal(Path.Combine(_root, expected), _files.Find(call));
    }

    [Theory]
    [InlineData("qubes.None")]
    [InlineData("qubes.both")]
    [InlineData("QUBES.Both")]
    [InlineData("pedos.Both")]
    [InlineData("Own")]
    [InlineData("../one/qubes.Both")]
    [InlineData("qubes.*")]
    [InlineData("qubes.Both ")]
    [InlineData("one")]
    [InlineData("")]
    public void Find_FindsNothing_WhenTheNameIsNotExactlyAFiles(string name) => Assert.Null(_files.Find(name));

    private void Add(string directory, string name)
    {
        string path = Directory.CreateDirectory(Path.Combine(_root, directory)).FullName;
        File.WriteAllText(Path.Combine(path, name), "x");
    }
}
