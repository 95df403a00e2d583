using System.Text;

namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// Names of keys and values as Windows has them: UTF-16 units, any of them, halves of surrogate pairs and zeros
/// included; two are the same when their upper-case units are, one by one.
/// </summary>
internal static class HiveNames
{
    private const uint HashFactor = 37;

    /// <summary>A name as it is stored.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="isLatin">Whether a unit has one byte.</param>
    public static string Read(byte[] bytes, bool isLatin)
    {
        StringBuilder name = new(bytes.Length);
        for (int i = 0; i + (isLatin ? 0 : 1) < bytes.Length; i += isLatin ? 1 : 2)
        {
            _ = name.Append(isLatin ? (char)bytes[i] : (char)(bytes[i] | (bytes[i + 1] << 8)));
        }

        return name.ToString();
    }

    /// <summary>The bytes of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isLatin">Whether a unit has one byte: when all fit.</param>
    public static byte[] Write(string name, out bool isLatin)
    {
        isLatin = name.All(static one => one <= byte.MaxValue);
        byte[] bytes = new byte[isLatin ? name.Length : name.Length * 2];
        for (int i = 0; i < name.Length; i++)
        {
            if (isLatin)
            {
                bytes[i] = (byte)name[i];
            }
            else
            {
                bytes[2 * i] = (byte)name[i];
                bytes[(2 * i) + 1] = (byte)(name[i] >> 8);
            }
        }

        return bytes;
    }

    /// <summary>The order of keys in a list.</summary>
    public static int Compare(string name, string other)
    {
        for (int i = 0; i < Math.Min(name.Length, other.Length); i++)
        {
            int difference = char.ToUpperInvariant(name[i]) - char.ToUpperInvariant(other[i]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return name.Length - other.Length;
    }

    /// <summary>Whether both are the same name.</summary>
    public static bool AreSame(string name, string other) =>
        name.Length == other.Length && Compare(name, other) == 0;

    /// <summary>What an "lh" list has beside a key.</summary>
    public static uint Hash(string name)
    {
        uint hash = 0;
        foreach (char one in name)
        {
            hash = unchecked((hash * HashFactor) + char.ToUpperInvariant(one));
        }

        return hash;
    }

    /// <summary>What an "lf" list has: the first four units, a byte each; 0 when one of them does not fit.</summary>
    public static uint Hint(string name)
    {
        uint hint = 0;
        for (int i = 0; i < Math.Min(sizeof(uint), name.Length); i++)
        {
            if (name[i] > byte.MaxValue)
            {
                return 0;
            }

            hint |= (uint)name[i] << (8 * i);
        }

        return hint;
    }
}
