using Microsoft.Win32;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Live;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Windows.Tests.Live;

public sealed class LiveRegistryTests
{
    [Fact]
    public void Set_StoresWhatOthersRead()
    {
        using Scratch scratch = new();
        IRegistry registry = scratch.Machine.Registry;
        string key = scratch.Key + @"\Gerät\ığ";

        registry.Set(key, "text", RegistryValue.Text("日本語 عربي"));
        registry.Set(key, "number", RegistryValue.Number(uint.MaxValue));
        registry.Set(key, "texts", RegistryValue.Texts(["a", "b"]));
        registry.Set(key, "", RegistryValue.ExpandText("%windir%"));
        scratch.Machine.Commit();

        using RegistryKey? read = Registry.LocalMachine.OpenSubKey(key["HKLM\\".Length..]);
        Assert.Equal("日本語 عربي", read?.GetValue("text"));
        Assert.Equal(-1, read?.GetValue("number"));
        Assert.Equal(new[] { "a", "b" }, read?.GetValue("texts"));
        Assert.Equal("%windir%", read?.GetValue("", null, RegistryValueOptions.DoNotExpandEnvironmentNames));
        Assert.Equal(["", "number", "text", "texts"], registry.ValueNames(key));
        Assert.Equal(RegistryValue.Number(uint.MaxValue), registry.Find(key.ToUpperInvariant(), "NUMBER"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(100_000)]
    public void Find_ReadsValuesOfAnyLength(int length)
    {
        using Scratch scratch = new();
        byte[] data = [.. Enumerable.Range(0, length).Select(static i => (byte)i)];
        RegistryValue value = new((RegistryValueType)77, data);

        scratch.Machine.Registry.Set(scratch.Key, "v", value);

        Assert.Equal(value, scratch.Machine.Registry.Find(scratch.Key, "v"));
    }

    [Fact]
    public void Nothing_IsNullOrEmpty()
    {
        using Scratch scratch = new();
        IRegistry registry = scratch.Machine.Registry;

        Assert.False(registry.KeyExists(scratch.Key));
        Assert.Null(registry.Find(scratch.Key, "v"));
        Assert.Empty(registry.SubkeyNames(scratch.Key));
        Assert.Empty(registry.ValueNames(scratch.Key));
        registry.DeleteValue(scratch.Key, "v");
        registry.DeleteKey(scratch.Key);
        Assert.False(registry.KeyExists(scratch.Key));
    }

    [Fact]
    public void DeleteKey_TakesEmptyKeysOnly()
    {
        using Scratch scratch = new();
        IRegistry registry = scratch.Machine.Registry;
        registry.CreateKey(scratch.Key + @"\b\c");
        registry.CreateKey(scratch.Key + @"\a");
        registry.Set(scratch.Key, "v", RegistryValue.Number(1));

        registry.DeleteKey(scratch.Key + @"\b");
        Assert.Equal(["a", "b"], registry.SubkeyNames(scratch.Key));

        registry.DeleteKey(scratch.Key + @"\b\c");
        registry.DeleteKey(scratch.Key + @"\b");
        registry.DeleteKey(scratch.Key + @"\a");
        registry.DeleteKey(scratch.Key);
        Assert.True(registry.KeyExists(scratch.Key));

        registry.DeleteValue(scratch.Key, "v");
        registry.DeleteKey(scratch.Key);
        Assert.False(registry.KeyExists(scratch.Key));
    }

    [Theory]
    [InlineData("HKLM")]
    [InlineData("HKLM\\")]
    [InlineData(@"HKLM\SAM")]
    [InlineData(@"HKLM\SECURITY\Policy")]
    [InlineData(@"HKCU\Software")]
    [InlineData(@"HKLM\SOFTWARE\\a")]
    [InlineData(@"HKLM\SOFTWARE\a\")]
    [InlineData("")]
    public void Keys_OfOthers_AreRefused(string key)
    {
        using Scratch scratch = new();

        SetupException failure = Assert.Throws<SetupException>(() => scratch.Machine.Registry.Find(key, "v"));

        Assert.Equal(SetupError.InvalidArgument, failure.Error);
    }

    [Fact]
    public void DefaultUser_IsReachable()
    {
        using Scratch scratch = new();
        string key = @"HKU\.DEFAULT\Software\" + scratch.Key.Split('\\')[^1];

        scratch.Machine.Registry.Set(key, "v", RegistryValue.Number(7));
        scratch.Machine.Commit();

        Assert.Equal(7u, scratch.Machine.Registry.Find(key, "v")?.AsNumber());
        scratch.Machine.Registry.DeleteValue(key, "v");
        scratch.Machine.Registry.DeleteKey(key);
        Assert.False(scratch.Machine.Registry.KeyExists(key));
    }

    [Fact]
    public void Template_SaysWhichFileIsMissing()
    {
        using LiveRegistry registry = new(@"C:\no such folder\NTUSER.DAT");

        SetupException failure = Assert.Throws<SetupException>(() => registry.Find(@"TEMPLATE\Software", "v"));

        Assert.Contains(@"C:\no such folder\NTUSER.DAT", failure.Message, StringComparison.Ordinal);
    }
}
