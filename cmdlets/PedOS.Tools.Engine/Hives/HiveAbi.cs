namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// The file format of a registry hive, as far as it is checked and mended here: "Windows registry file format
/// specification". Offsets inside the file's records count from the first bin; the header has 4096 bytes.
/// </summary>
internal static class HiveAbi
{
    /// <summary>Bytes of the header, and what bins are a multiple of.</summary>
    public const int PageSize = 4096;

    /// <summary>"regf".</summary>
    public const uint FileSignature = 0x66676572;

    /// <summary>"hbin".</summary>
    public const uint BinSignature = 0x6e696268;

    /// <summary>Header of a bin: signature, its offset, its size, ...</summary>
    public const int BinHeaderSize = 32;

    /// <summary>Header: number that is written before the bins.</summary>
    public const int FirstSequence = 4;

    /// <summary>Header: number that is written after the bins; the same when nothing was interrupted.</summary>
    public const int SecondSequence = 8;

    /// <summary>Header: major version, 1.</summary>
    public const int MajorVersion = 20;

    /// <summary>Header: minor version, 3 to 6.</summary>
    public const int MinorVersion = 24;

    /// <summary>Header: 0 for a hive, others for its logs.</summary>
    public const int FileType = 28;

    /// <summary>Header: offset of the root key.</summary>
    public const int RootKey = 36;

    /// <summary>Header: bytes of all bins.</summary>
    public const int BinsSize = 40;

    /// <summary>Header: exclusive or of the 127 numbers before it; 0 and -1 are stored as 1 and -2.</summary>
    public const int Checksum = 508;

    /// <summary>A missing record.</summary>
    public const uint None = 0xffffffff;

    /// <summary>"nk", a key: its records are at these offsets of the record.</summary>
    public const ushort KeySignature = 0x6b6e;

    /// <summary>Key: flag of a name with one byte per character.</summary>
    public const ushort KeyNameIsLatin = 0x20;

    /// <summary>Key: flags.</summary>
    public const int KeyFlags = 2;

    /// <summary>Key: when it was changed, a file time.</summary>
    public const int KeyTime = 4;

    /// <summary>Key: the key above.</summary>
    public const int KeyParent = 16;

    /// <summary>Key: list of subkeys that are not stored.</summary>
    public const int KeyVolatileList = 32;

    /// <summary>Key: bytes of the longest name of a subkey, in UTF-16; 16 bits, others are behind.</summary>
    public const int KeyLongestName = 52;

    /// <summary>Key: bytes of the longest name of a value, in UTF-16.</summary>
    public const int KeyLongestValueName = 60;

    /// <summary>Key: bytes of the longest value.</summary>
    public const int KeyLongestValue = 64;

    /// <summary>Key: number of subkeys.</summary>
    public const int KeyCount = 20;

    /// <summary>Key: list of subkeys.</summary>
    public const int KeyList = 28;

    /// <summary>Key: number of values.</summary>
    public const int ValueCount = 36;

    /// <summary>Key: list of values.</summary>
    public const int ValueList = 40;

    /// <summary>Key: security descriptor.</summary>
    public const int KeySecurity = 44;

    /// <summary>Key: class name.</summary>
    public const int KeyClass = 48;

    /// <summary>Key: bytes of the class name.</summary>
    public const int KeyClassLength = 74;

    /// <summary>Key: bytes of the name.</summary>
    public const int KeyNameLength = 72;

    /// <summary>Key: the name.</summary>
    public const int KeyName = 76;

    /// <summary>"vk", a value.</summary>
    public const ushort ValueSignature = 0x6b76;

    /// <summary>Value: bytes of the name.</summary>
    public const int ValueNameLength = 2;

    /// <summary>Value: bytes of data; the highest bit says that they are where the offset would be.</summary>
    public const int ValueLength = 4;

    /// <summary>Value: offset of the data.</summary>
    public const int ValueData = 8;

    /// <summary>Value: its type.</summary>
    public const int ValueType = 12;

    /// <summary>Value: flag of data that are where the offset would be.</summary>
    public const uint ValueIsInPlace = 0x80000000;

    /// <summary>Value: flag of a name with one byte per character.</summary>
    public const ushort ValueNameIsLatin = 1;

    /// <summary>Value: flags; 1 for a name with one byte per character.</summary>
    public const int ValueFlags = 16;

    /// <summary>Value: the name.</summary>
    public const int ValueName = 20;

    /// <summary>"sk", a security descriptor in a ring.</summary>
    public const ushort SecuritySignature = 0x6b73;

    /// <summary>Security: the ones before and after.</summary>
    public const int SecurityBefore = 4;

    /// <inheritdoc cref="SecurityBefore"/>
    public const int SecurityAfter = 8;

    /// <summary>Security: number of keys that have it.</summary>
    public const int SecurityCount = 12;

    /// <summary>Security: least bytes of its record.</summary>
    public const int SecuritySize = 20;

    /// <summary>"lf", subkeys with the first four characters of their names.</summary>
    public const ushort HintListSignature = 0x666c;

    /// <summary>"lh", subkeys with a hash of their names.</summary>
    public const ushort HashListSignature = 0x686c;

    /// <summary>"ri", a list of lists.</summary>
    public const ushort ListListSignature = 0x6972;

    /// <summary>"li", subkeys alone.</summary>
    public const ushort PlainListSignature = 0x696c;

    /// <summary>Lists: number of entries.</summary>
    public const int ListCount = 2;

    /// <summary>Lists: the entries.</summary>
    public const int ListEntries = 4;

    /// <summary>Entries of one "lf" list: what fits one page with the headers around it (Windows).</summary>
    public const int MaxHintList = 507;

    /// <summary>Entries of one "lh" or "li" list (Windows).</summary>
    public const int MaxList = 1012;

    /// <summary>Lists that one "ri" has: its number has 16 bits.</summary>
    public const int MaxLists = ushort.MaxValue;

    /// <summary>First minor version with "lh" lists; those before have "lf".</summary>
    public const int HashListVersion = 5;

    /// <summary>"db", a value in pieces: their number, and the list of their offsets.</summary>
    public const ushort PiecesSignature = 0x6264;

    /// <summary>Pieces: number of them.</summary>
    public const int PiecesCount = 2;

    /// <summary>Pieces: list of their offsets.</summary>
    public const int PiecesList = 4;

    /// <summary>Bytes of the record of a value in pieces.</summary>
    public const int PiecesSize = 8;

    /// <summary>
    /// Most bytes of a value that fit one record (CM_KEY_VALUE_BIG); from minor version 4 longer ones are stored in
    /// pieces of so many.
    /// </summary>
    public const int MaxPlainValue = 16344;

    /// <summary>
    /// Most bytes of a value that is set or replaced (Windows advises to store longer ones in files): what is replaced
    /// is in the journal, which has to be able to give it back.
    /// </summary>
    public const int MaxValue = 1024 * 1024;

    /// <summary>First minor version with values in pieces.</summary>
    public const int PiecesVersion = 4;

    /// <summary>UTF-16 units of a key name (Windows).</summary>
    public const int MaxKeyName = 255;

    /// <summary>UTF-16 units of a value name (Windows).</summary>
    public const int MaxValueName = 16383;

    /// <summary>Keys on the way to a key (Windows).</summary>
    public const int MaxDepth = 512;

    /// <summary>Longest hive (arbitrary: real ones have up to 150 MiB).</summary>
    public const long MaxFile = 1L << 30;
}
