using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

/// <summary>
/// A Windows program that its loader would refuse, or that takes DLLs of strangers, is not published.
/// </summary>
public sealed class ProgramImageTests
{
    public static TheoryData<string, string> Mutants => new()
    {
        { "machine", "it is for I386" },
        { "dll", "it is ExecutableImage, LargeAddressAware, Dll" },
        { "window", "it is for the subsystem WindowsGui 6" },
        { "newer", "it is for the subsystem WindowsCui 11" },
        { "aslr", "it lacks DynamicBase" },
        { "delayed", "it has delayed or bound imports" },
        { "gap", ".data begins at 0x3000, not at 0x4000" },
        { "outside", ".rsrc is not where the file says" },
        { "write-and-run", ".text can be written and run" },
        { "size", "it takes 0x6000 bytes and says 0x7000" },
        { "entry", "it begins where nothing can be run" },
        { "functions", "1 entries of its table of functions are wrong" },
        { "unwind", "2 entries of its table of functions are wrong" },
        { "import", "it imports VERSION.DLL" },
        { "number", "it imports KERNEL32.DLL by number" },
        { "search", "its DLLs are looked for in 0x0, not in the system directory" },
        { "cookie", "it has no security cookie" },
        { "no-config", "it has no load configuration" },
        { "no-tls", "it has no thread-local storage" },
        { "tls", "its thread-local storage is nowhere" },
        { "manifest", "it has no manifest" },
        { "version", "it has no version" },
        { "path", "it names a folder of the machine that built it: C:\\secret\\a.pdb" },
    };

    [Fact]
    public void Right_HasNoFault() => Assert.Empty(ProgramImage.Faults(ProgramImages.Make()));

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Mutant_IsRefused(string mutation, string fault)
    {
        byte[] image = ProgramImages.Make();
        Mutate(image, mutation);

        Assert.Contains(fault, ProgramImage.Faults(image));
    }

    [Fact]
    public void Require_NamesProgramAndFaults()
    {
        using TemporaryFolder folder = new();
        string path = Path.Join(folder.Path, "qrexec-agent.exe");
        File.WriteAllBytes(path, ProgramImages.Make());
        ProgramImage.Require(path);
        byte[] image = ProgramImages.Make();
        Mutate(image, "import");
        Mutate(image, "search");
        File.WriteAllBytes(path, image);

        BuildException e = Assert.Throws<BuildException>(() => ProgramImage.Require(path));

        Assert.StartsWith(
            "qrexec-agent.exe must not be shipped: it imports VERSION.DLL; ", e.Message, StringComparison.Ordinal);
        Assert.Contains("its DLLs are looked for in 0x0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_Damage_IsTold_AndNeverMore()
    {
        byte[] whole = ProgramImages.Make();
        for (int length = 0; length < whole.Length; length += 61)
        {
            Assert.NotEmpty(ProgramImage.Faults(whole[..length]));
        }

        Random random = new(4);
        for (int i = 0; i < 5000; i++)
        {
            byte[] image = [.. whole];
            for (int left = random.Next(1, 6); left > 0; left--)
            {
                image[random.Next(image.Length)] = (byte)random.Next();
                image[random.Next(0x400)] ^= (byte)(1 << random.Next(8));
            }

            _ = ProgramImage.Faults(image);
        }
    }

    private static void Mutate(byte[] image, string mutation)
    {
        const int Optional = ProgramImages.Optional;
        const int Flags = ProgramImages.Sections + 36;
        Action mutate = mutation switch
        {
            "machine" => () => ProgramImages.Put16(image, ProgramImages.Pe + 4, 0x14c),
            "dll" => () => ProgramImages.Put16(image, ProgramImages.Pe + 22, 0x2022),
            "window" => () => ProgramImages.Put16(image, Optional + 68, 2),
            "newer" => () => ProgramImages.Put16(image, Optional + 48, 11),
            "aslr" => () => ProgramImages.Put16(image, Optional + 70, 0x8120),
            "delayed" => () => ProgramImages.Put(image, ProgramImages.Directory(13) + 4, 32),
            "gap" => () => ProgramImages.Put(
                image, ProgramImages.Sections + ProgramImages.SectionLength + 8, 0x1001),
            "outside" => () => ProgramImages.Put(
                image, ProgramImages.Sections + (4 * ProgramImages.SectionLength) + 16, 0x2000),
            "write-and-run" => () => ProgramImages.Put(image, Flags, 0xe000_0020),
            "size" => () => ProgramImages.Put(image, Optional + 56, 0x7000),
            "entry" => () => ProgramImages.Put(image, Optional + 16, ProgramImages.Data),
            "functions" => () => ProgramImages.Put(image, ProgramImages.Functions + 12, 0x800),
            "unwind" => () => image[ProgramImages.Tables + 0x900] = 3,
            "import" => () => "VERSION.dll\0"u8.CopyTo(image.AsSpan(ProgramImages.Imports + 0xd0)),
            "number" => () => ProgramImages.Put64(image, ProgramImages.Imports + 0x80, 0x8000_0000_0000_0007),
            "search" => () => ProgramImages.Put16(image, ProgramImages.LoadConfig + 0x4e, 0),
            "cookie" => () => ProgramImages.Put64(image, ProgramImages.LoadConfig + 0x58, 0),
            "no-config" => () => ProgramImages.Put64(image, ProgramImages.Directory(10), 0),
            "no-tls" => () => ProgramImages.Put64(image, ProgramImages.Directory(9), 0),
            "tls" => () => ProgramImages.Put64(image, ProgramImages.Tls + 16, 5),
            "manifest" => () => ProgramImages.Put(image, ProgramImages.Resources + 24, 25),
            "version" => () => ProgramImages.Put(image, ProgramImages.Resources + 16, 17),
            "path" => () => "C:\\secret\\a.pdb\0"u8.CopyTo(image.AsSpan(ProgramImages.SymbolPath)),
            _ => throw new ArgumentOutOfRangeException(nameof(mutation), mutation, "no such mutation"),
        };
        mutate();
    }
}
