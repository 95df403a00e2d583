using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using System.Text;

namespace PedOS.Build.Tools;

/// <summary>
/// A Windows program as it was linked: what the loader of Windows insists on, and what keeps a DLL of a stranger out.
/// Wine loads files that Windows refuses.
/// </summary>
public sealed class ProgramImage : IDisposable
{
    // Whatever else Windows has is looked up at the first call, in the system directory.
    private static readonly string[] Libraries = ["KERNEL32.DLL", "UCRTBASE.DLL"];

    private const DllCharacteristics Needed = DllCharacteristics.HighEntropyVirtualAddressSpace
        | DllCharacteristics.DynamicBase | DllCharacteristics.NxCompatible | DllCharacteristics.TerminalServerAware;

    // LOAD_LIBRARY_SEARCH_SYSTEM32, and where it and the cookie are in IMAGE_LOAD_CONFIG_DIRECTORY64.
    private const ushort SystemDirectory = 0x800;
    private const int DependentLoadFlags = 0x4e;
    private const int SecurityCookie = 0x58;

    // Kinds of resources: RT_VERSION and RT_MANIFEST.
    private static readonly (uint Kind, string Name)[] Resources = [(16, "version"), (24, "manifest")];

    private readonly byte[] _file;
    private readonly PEReader _reader;

    private ProgramImage(byte[] file)
    {
        _file = file;
        _reader = new(new MemoryStream(file));
    }

    private PEHeader Header => _reader.PEHeaders.PEHeader!;

    /// <summary>Refuses a program that is not as it has to be.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="BuildException">It is not; the text names all that is wrong.</exception>
    public static void Require(string path)
    {
        IReadOnlyList<string> faults = Faults(File.ReadAllBytes(path));
        if (faults.Count > 0)
        {
            throw new BuildException(
                $"{Path.GetFileName(path)} must not be shipped: {string.Join("; ", faults)} (agents/native)");
        }
    }

    /// <summary>What is wrong with a program, one phrase each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Faults(byte[] file)
    {
        using ProgramImage image = new(file);
        try
        {
            return image._reader.PEHeaders.PEHeader is { Magic: PEMagic.PE32Plus }
                ? [.. image.OfHeader(), .. image.OfSections(), .. image.OfFunctions(), .. image.OfImports(),
                    .. image.OfLoading(), .. image.OfResources(), .. image.OfSymbols()]
                : ["it is no 64-bit program"];
        }
        catch (Exception e) when (e is BadImageFormatException or ArgumentException or IndexOutOfRangeException)
        {
            return [$"it cannot be read ({e.Message})"];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private IEnumerable<string> OfHeader()
    {
        CoffHeader coff = _reader.PEHeaders.CoffHeader;
        if (coff.Machine != Machine.Amd64)
        {
            yield return $"it is for {coff.Machine}";
        }

        if (!coff.Characteristics.HasFlag(Characteristics.ExecutableImage | Characteristics.LargeAddressAware)
            || coff.Characteristics.HasFlag(Characteristics.Dll))
        {
            yield return $"it is {coff.Characteristics}";
        }

        if (Header.Subsystem != Subsystem.WindowsCui
            || Header.MajorSubsystemVersion is not (6 or 10)
            || Header.MajorOperatingSystemVersion > 10)
        {
            yield return $"it is for the subsystem {Header.Subsystem} {Header.MajorSubsystemVersion}";
        }

        if ((Header.DllCharacteristics & Needed) != Needed)
        {
            yield return $"it lacks {Needed & ~Header.DllCharacteristics}";
        }

        if (Header.DelayImportTableDirectory.Size > 0 || Header.BoundImportTableDirectory.Size > 0)
        {
            yield return "it has delayed or bound imports";
        }
    }

    private IEnumerable<string> OfSections()
    {
        const SectionCharacteristics Both = SectionCharacteristics.MemExecute | SectionCharacteristics.MemWrite;
        int expected = Up(Header.SizeOfHeaders);
        foreach (SectionHeader section in _reader.PEHeaders.SectionHeaders)
        {
            if (section.VirtualAddress != expected)
            {
                yield return $"{section.Name} begins at 0x{section.VirtualAddress:x}, not at 0x{expected:x}";
            }

            expected = Up(section.VirtualAddress + Math.Max(section.VirtualSize, 1));
            if (section.PointerToRawData % Header.FileAlignment != 0
                || section.SizeOfRawData % Header.FileAlignment != 0
                || (long)section.PointerToRawData + section.SizeOfRawData > _file.Length)
            {
                yield return $"{section.Name} is not where the file says";
            }

            if ((section.SectionCharacteristics & Both) == Both)
            {
                yield return $"{section.Name} can be written and run";
            }
        }

        if (Header.SizeOfImage != expected)
        {
            yield return $"it takes 0x{expected:x} bytes and says 0x{Header.SizeOfImage:x}";
        }

        int entry = _reader.PEHeaders.GetContainingSectionIndex(Header.AddressOfEntryPoint);
        if (entry < 0 || !_reader.PEHeaders.SectionHeaders[entry].SectionCharacteristics
            .HasFlag(SectionCharacteristics.MemExecute))
        {
            yield return "it begins where nothing can be run";
        }
    }

    // RUNTIME_FUNCTION: begin, end, and how to unwind. Whoever looks one up searches by halves.
    private IEnumerable<string> OfFunctions()
    {
        const int Length = 12;
        DirectoryEntry table = Header.ExceptionTableDirectory;
        uint last = 0;
        int wrong = table.Size is > 0 && table.Size % Length == 0 ? 0 : 1;
        for (int at = table.RelativeVirtualAddress; at < table.RelativeVirtualAddress + table.Size; at += Length)
        {
            uint begin = Number(at);
            uint unwind = Number(at + 8);
            bool isRight = begin >= last && Number(at + 4) > begin && Number(at + 4) <= Header.SizeOfImage
                && ((unwind & 1) != 0 || (Bytes((int)unwind, 1)[0] & 7) is 1 or 2);
            wrong += isRight ? 0 : 1;
            last = begin;
        }

        if (wrong > 0)
        {
            yield return $"{wrong} entries of its table of functions are wrong";
        }
    }

    private IEnumerable<string> OfImports()
    {
        const int Length = 20;
        List<string> imported = [];
        for (int at = Header.ImportTableDirectory.RelativeVirtualAddress; Number(at + 12) != 0; at += Length)
        {
            string library = Text((int)Number(at + 12)).ToUpperInvariant();
            imported.Add(library);
            if (!Libraries.Contains(library, StringComparer.Ordinal))
            {
                yield return $"it imports {library}";
            }

            // Numbers of functions differ between versions of Windows; names do not.
            for (int name = (int)Number(at); Wide(name) != 0; name += sizeof(ulong))
            {
                if (Wide(name) >> 63 != 0)
                {
                    yield return $"it imports {library} by number";
                }
            }
        }

        foreach (string missing in Libraries.Except(imported, StringComparer.Ordinal))
        {
            yield return $"it does not import {missing}";
        }
    }

    private IEnumerable<string> OfLoading()
    {
        DirectoryEntry config = Header.LoadConfigTableDirectory;
        if (config.Size == 0 || Number(config.RelativeVirtualAddress) < SecurityCookie + sizeof(ulong))
        {
            yield return "it has no load configuration";
        }
        else
        {
            ushort flags = (ushort)Number(config.RelativeVirtualAddress + DependentLoadFlags);
            if (flags != SystemDirectory)
            {
                yield return $"its DLLs are looked for in 0x{flags:x}, not in the system directory";
            }

            if (!IsInside(Wide(config.RelativeVirtualAddress + SecurityCookie), writable: true))
            {
                yield return "it has no security cookie";
            }
        }

        // IMAGE_TLS_DIRECTORY64: begin and end of the template, index, callbacks.
        DirectoryEntry tls = Header.ThreadLocalStorageTableDirectory;
        if (tls.Size == 0)
        {
            yield return "it has no thread-local storage";
        }
        else if (Wide(tls.RelativeVirtualAddress) > Wide(tls.RelativeVirtualAddress + 8)
            || !IsInside(Wide(tls.RelativeVirtualAddress), writable: false)
            || !IsInside(Wide(tls.RelativeVirtualAddress + 16), writable: true))
        {
            yield return "its thread-local storage is nowhere";
        }
    }

    // IMAGE_RESOURCE_DIRECTORY, 16 bytes: behind it first the entries with names, then those with numbers.
    private IEnumerable<string> OfResources()
    {
        int root = Header.ResourceTableDirectory.RelativeVirtualAddress;
        HashSet<uint> kinds = [];
        if (Header.ResourceTableDirectory.Size > 0)
        {
            uint counts = Number(root + 12);
            for (int i = (int)(counts & 0xffff); i < (counts & 0xffff) + (counts >> 16); i++)
            {
                kinds.Add(Number(root + 16 + (8 * i)));
            }
        }

        return Resources.Where(r => !kinds.Contains(r.Kind)).Select(static r => $"it has no {r.Name}");
    }

    private IEnumerable<string> OfSymbols() => _reader.ReadDebugDirectory()
        .Where(static entry => entry.Type == DebugDirectoryEntryType.CodeView)
        .Select(entry => _reader.ReadCodeViewDebugDirectoryData(entry).Path)
        .Where(static path => path.IndexOfAny(['/', '\\']) >= 0)
        .Select(static path => $"it names a folder of the machine that built it: {path}");

    private bool IsInside(ulong address, bool writable)
    {
        ulong offset = address - Header.ImageBase;
        int index = offset < (ulong)Header.SizeOfImage
            ? _reader.PEHeaders.GetContainingSectionIndex((int)offset)
            : -1;
        return index >= 0 && (!writable || _reader.PEHeaders.SectionHeaders[index].SectionCharacteristics
            .HasFlag(SectionCharacteristics.MemWrite));
    }

    private int Up(int size) =>
        (size + Header.SectionAlignment - 1) / Header.SectionAlignment * Header.SectionAlignment;

    private uint Number(int address) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(address, sizeof(uint)));

    private ulong Wide(int address) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(address, sizeof(ulong)));

    private string Text(int address)
    {
        int at = Offset(address);
        int end = Array.IndexOf(_file, (byte)0, at);
        return Encoding.ASCII.GetString(_file, at, end - at);
    }

    private ReadOnlySpan<byte> Bytes(int address, int count) => _file.AsSpan(Offset(address), count);

    private int Offset(int address) =>
        _reader.PEHeaders.TryGetDirectoryOffset(new DirectoryEntry(address, 1), out int offset)
            ? offset
            : throw new BadImageFormatException($"0x{address:x} is in no section");
}
