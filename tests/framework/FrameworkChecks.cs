using System.Globalization;
using System.Text;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Hives;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Programs;
using PedOS.Tools.Engine.Qrexec;
using PedOS.Tools.Engine.Text;

namespace PedOS.Framework;

/// <summary>The checks.</summary>
internal static class FrameworkChecks
{
    private const string Names = "Müller, Ayşe ığ, 田中, مرحبا, 😀";

    public static IEnumerable<FrameworkCheck> All(string? hive) =>
    [
        new("PedOS.Tools.Contracts compiles", static () => MethodCompilation.Of("PedOS.Tools.Contracts", 100)),
        new("PedOS.Tools.Engine compiles", static () => MethodCompilation.Of("PedOS.Tools.Engine", 3000)),
        new("PedOS.Tools.Cmdlets compiles", static () => MethodCompilation.Of("PedOS.Tools.Cmdlets", 400)),
        new("JSON is read and written", Json),
        new("a damaged JSON is refused", DamagedJson),
        new("a list of a package is read", Package),
        new("settings are checked in a Turkish culture", Settings),
        new("the catalogue is whole", Catalogue),
        new("names that dom0 would rewrite are refused", Requests),
        new("a program gets its input, and no mark before it", Program),
        new("a hive is read and changed", hive is null ? null : () => Registry(File.ReadAllBytes(hive))),
    ];

    private static string Json()
    {
        JsonValue value = JsonValue.Record(
            ("text", JsonValue.Of(Names + "\"\\\n\u0001")),
            ("number", JsonValue.Of(long.MinValue)),
            ("list", JsonValue.Of([JsonValue.Of(true), JsonValue.Null])));
        foreach (bool isIndented in (bool[])[true, false])
        {
            string text = JsonText.Write(value, isIndented);
            Same(text, JsonText.Write(JsonText.Read(text), isIndented));
        }

        return "both ways";
    }

    private static string DamagedJson()
    {
        const string Whole = "{\"a\":[1,true,null,\"\\u00e4\"]}";
        for (int i = 0; i < Whole.Length; i++)
        {
            string cut = Whole.Substring(0, i);
            Refused(() => JsonText.Read(cut));
        }

        return $"{Whole.Length} beginnings";
    }

    private static string Package()
    {
        string hash = new('a', 64);
        string list = "{\"format\":1,\"version\":\"7.1.0\",\"files\":[{\"path\":\"bin/setup.exe\","
            + $"\"component\":\"Shared\",\"sha256\":\"{hash}\",\"length\":5}}],\"drivers\":[],\"certificates\":[]}}";
        PackageList read = PackageList.Read(list);
        Same("7.1.0", read.Version);
        Refused(() => PackageList.Read(list.Replace("bin/", "../")));
        return "read, and refused with a way out of the folder";
    }

    private static string Settings()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Same("LogDir", ConfigurationCatalog.Get("LOGDIR").Name);
            Same("LogDir", string.Join(",", ConfigurationCatalog.Match("*DIR")));
            Refused(() => ConfigurationStore.Check(null, "LogDir", @"rel\x"));
            return "by names of both cases";
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Catalogue() => string.Join(
        ", ", ComponentCatalog.All.Select(static c => c.Name).Concat(ProductPrograms.All.Select(static p => p.Name)));

    private static string Requests()
    {
        Same("a.b+c_d", QrexecRequest.Create("work", "a.b", "c_d").Service);
        foreach (string name in (string[])["", "ü", "a b", "ı", new('a', 256), "-x"])
        {
            Refused(() => QrexecRequest.Create("work", name, null));
        }

        return "and others are not";
    }

    // .NET Framework and Mono write the mark of the console's encoding in front of what a program is given.
    private static string Program()
    {
        Encoding before = Console.InputEncoding;
        try
        {
            Console.InputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
            CollectedOutput output = new();
            byte[] sent = [.. Enumerable.Range(0, 70_000).Select(static i => (byte)i)];
            using ProgramCall call = new("/bin/cat", [], output, CancellationToken.None);
            _ = call.Send(sent, sent.Length);
            Same(0, call.Finish());
            Same(Convert.ToBase64String(sent), Convert.ToBase64String([.. output.Bytes]));
            return $"{sent.Length} bytes";
        }
        finally
        {
            Console.InputEncoding = before;
        }
    }

    private static string Registry(byte[] bytes)
    {
        string[] key = ["PedOS ığ", "日本"];
        byte[] content = [.. Enumerable.Range(0, 40_000).Select(static i => (byte)(i * 7))];
        MemoryHive hive = Open(bytes);
        int before = hive.SubkeyNames([]).Count;
        hive.CreateKey(key);
        hive.Set(key, "Wert", RegistryValue.Texts([Names, "b"]));
        hive.Set(key, "Lang", new(RegistryValueType.Binary, content));
        using MemoryStream saved = new();
        hive.Save(saved);

        MemoryHive again = Open(saved.ToArray());
        Same(before + 1, again.SubkeyNames([]).Count);
        Same(Convert.ToBase64String(content), Convert.ToBase64String(again.Find(key, "LANG")!.ToArray()));
        again.DeleteValue(key, "lang");
        again.DeleteValue(key, "wert");
        again.DeleteKey(key);
        again.DeleteKey([key[0]]);
        Same(before, again.SubkeyNames([]).Count);
        return $"{before} keys at its root, one more, and back";
    }

    private static MemoryHive Open(byte[] bytes)
    {
        using MemoryStream file = new(bytes);
        return new("HIVE", HiveCells.Read(file, out string? flaw) ?? throw new InvalidDataException(flaw));
    }

    private static void Same<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"{actual}, and not {expected}");
        }
    }

    private static void Refused(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is SetupException or FormatException)
        {
            return;
        }

        throw new InvalidOperationException("it was taken");
    }
}
