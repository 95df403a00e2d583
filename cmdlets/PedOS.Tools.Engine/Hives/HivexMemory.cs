using System.Text;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Hives;

/// <summary>Takes what libhivex allocated, and frees it.</summary>
internal static unsafe class HivexMemory
{
    /// <summary>A list of offsets; null for null.</summary>
    public static UIntPtr[]? TakeOffsets(IntPtr list)
    {
        if (list == IntPtr.Zero)
        {
            return null;
        }

        UIntPtr* at = (UIntPtr*)list;
        int count = 0;
        while (at[count] != UIntPtr.Zero)
        {
            count++;
        }

        UIntPtr[] offsets = new UIntPtr[count];
        for (int i = 0; i < count; i++)
        {
            offsets[i] = at[i];
        }

        Hivex.Free(list);
        return offsets;
    }

    /// <summary>A name; null for null.</summary>
    public static string? TakeText(IntPtr text)
    {
        if (text == IntPtr.Zero)
        {
            return null;
        }

        byte* at = (byte*)text;
        int length = 0;
        while (at[length] != 0)
        {
            length++;
        }

        string result = length == 0 ? string.Empty : Encoding.UTF8.GetString(at, length);
        Hivex.Free(text);
        return result;
    }
}
