using PedOS.Build.Packaging;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

public sealed class NameBasedGuidTests
{
    [Fact]
    public void Of_IsVersion5()
    {
        // Computed with another implementation: uuid.uuid5 of Python.
        Assert.Equal(new Guid("ba2a1240-ac97-5837-bd2d-b7b86b1082b0"), NameBasedGuid.Of("bin/setup.exe"));
        Assert.Equal(new Guid("7f9e2203-2c71-56e2-af42-89889906fa3c"), NameBasedGuid.Of("日本"));
    }
}
