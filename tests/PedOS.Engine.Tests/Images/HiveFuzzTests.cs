using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using PedOS.TestKit.Hives;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>
/// Damaged hives are refused or read, never more. What would end the process is told from what fails a test: most of
/// it runs in a child: this program again, told by a variable what to do.
/// </summary>
public sealed class HiveFuzzTests
{
    private const string OrderVariable = "PEDOS_HIVE_FUZZ";
    private const string LastFile = "last";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly uint[] Words =
        [0, 1, 4, 8, 0x20, 0x7fffffff, 0x80000000, 0x80000005, 0xfffffff8, 0xffffffff];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task DamagedHives_EndNoProcess(int seed)
    {
        Assert.SkipUnless(WindowsImage.MissingReason is null, WindowsImage.MissingReason ?? "");
        DirectoryInfo place = Directory.CreateTempSubdirectory("pedos-fuzz-");
        try
        {
            string program = Path.Join(AppContext.BaseDirectory, "PedOS.Engine.Tests");
            ProcessStartInfo start = new(
                program, ["-method", typeof(HiveFuzzTests).FullName + "." + nameof(DamagedHives_AreRefusedOrRead)])
            {
                RedirectStandardOutput = true,
            };
            start.Environment[OrderVariable] = $"{seed} 200 {place.FullName}";
            using Process child = Process.Start(start)!;
            using CancellationTokenSource limit = new(Limit);
            string output = await child.StandardOutput.ReadToEndAsync(limit.Token);
            await child.WaitForExitAsync(limit.Token);

            string last = Path.Join(place.FullName, LastFile);
            Assert.True(
                child.ExitCode == 0,
                $"seed {seed}, exit code {child.ExitCode}, after mutant {await File.ReadAllTextAsync(last)}: {output}");
            Assert.Equal("199", await File.ReadAllTextAsync(last));
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    [Fact]
    public void DamagedHives_AreRefusedOrRead()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        string[] order = (Environment.GetEnvironmentVariable(OrderVariable) ?? "0 50").Split(' ');
        int seed = int.Parse(order[0], CultureInfo.InvariantCulture);
        int count = int.Parse(order[1], CultureInfo.InvariantCulture);
        byte[] system = File.ReadAllBytes(fixture.Image.System);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            if (order.Length > 2)
            {
                File.WriteAllText(Path.Join(order[2], LastFile), i.ToString(CultureInfo.InvariantCulture));
            }

            File.WriteAllBytes(fixture.Image.System, Mutate(system, new Random((seed * 1_000_000) + i)));
            refused += Use(fixture) ? 0 : 1;
        }

        // Neither everything nor nothing: otherwise the mutants test one branch alone.
        Assert.InRange(refused, 1, count - 1);
    }

    private static bool Use(ImageFixture fixture)
    {
        const string Control = @"HKLM\SYSTEM\CurrentControlSet\Control";
        const string Services = @"HKLM\SYSTEM\CurrentControlSet\Services";
        Action<ImageMachine>[] uses =
        [
            static machine => Walk(machine.Registry, @"HKLM\SYSTEM", 6),
            static machine => machine.Registry.Set(
                Control + @"\Session Manager", "BootExecute", RegistryValue.Texts(["autocheck autochk *", "relocate"])),
            static machine => machine.Services.Set(
                new ServiceConfiguration("qrexec-agent", "n", "d", "c", ServiceStart.Automatic, "Tcpip", 5)),
            static machine => machine.Registry.Set(Services + @"\Müller ığ 日本", "Ä", RegistryValue.Number(1)),
            static machine => machine.Registry.DeleteValue(Services + @"\Dhcp", "DependOnService"),
            static machine => machine.Services.Delete("storahci"),
            static machine => machine.Registry.DeleteKey(Control + @"\SecureBoot\State"),
            static machine => machine.Commit(),
        ];

        bool isFine = true;
        try
        {
            using ImageMachine machine = fixture.Open();
            foreach (Action<ImageMachine> use in uses)
            {
                isFine &= Try(() => use(machine));
            }
        }
        catch (SetupException e)
        {
            Assert.True(e.Error is SetupError.DamagedHive or SetupError.ImageInUse, e.ToString());
            isFine = false;
        }

        return isFine;
    }

    private static bool Try(Action use)
    {
        try
        {
            use();
            return true;
        }
        catch (SetupException e)
        {
            // What was freed together with something else is seen when the new hive is read back.
            Assert.True(e.Error is SetupError.DamagedHive or SetupError.NotVerified, e.ToString());
            return false;
        }
    }

    private static void Walk(IRegistry registry, string key, int depth)
    {
        foreach (string value in registry.ValueNames(key))
        {
            _ = registry.Find(key, value);
        }

        if (depth > 0)
        {
            foreach (string below in registry.SubkeyNames(key).Where(static name => name.Length > 0).Take(20))
            {
                Walk(registry, $@"{key}\{below.Replace('\\', '_')}", depth - 1);
            }
        }
    }

    private static byte[] Mutate(byte[] hive, Random random)
    {
        byte[] mutant = (byte[])hive.Clone();
        for (int left = 1 + random.Next(4); left > 0; left--)
        {
            // Mostly the records: the header is the smallest part of what can be wrong.
            int at = random.Next(10) == 0 ? random.Next(512) : 4096 + random.Next(hive.Length - 4096);
            switch (random.Next(4))
            {
                case 0:
                    mutant[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    mutant[at] = (byte)random.Next();
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt32LittleEndian(mutant.AsSpan(at & ~3), random.GetItems(Words, 1)[0]);
                    break;
                default:
                    // An offset from elsewhere, most of which are of records.
                    int from = 4096 + (random.Next((hive.Length - 4096) / 4) * 4);
                    mutant.AsSpan(from, 4).CopyTo(mutant.AsSpan(at & ~3));
                    break;
            }
        }

        uint sum = 0;
        for (int i = 0; i < 508; i += 4)
        {
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(mutant.AsSpan(i));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(mutant.AsSpan(508), sum);
        return mutant;
    }
}
