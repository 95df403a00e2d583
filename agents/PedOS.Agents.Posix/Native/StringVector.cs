using System.Runtime.InteropServices;
using System.Text;

namespace PedOS.Agents.Posix.Native;

/// <summary>An array of C strings ended by a null pointer, in one block of native memory.</summary>
internal sealed unsafe class StringVector : IDisposable
{
    private byte** _block;

    public StringVector(IReadOnlyList<string> strings)
    {
        nuint size = (nuint)((strings.Count + 1) * sizeof(byte*));
        foreach (string text in strings)
        {
            size += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        }

        _block = (byte**)NativeMemory.Alloc(size);
        byte* next = (byte*)(_block + strings.Count + 1);
        for (int i = 0; i < strings.Count; i++)
        {
            _block[i] = next;
            Span<byte> room = new(next, Encoding.UTF8.GetByteCount(strings[i]));
            int length = Encoding.UTF8.GetBytes(strings[i], room);
            next[length] = 0;
            next += length + 1;
        }

        _block[strings.Count] = null;
    }

    public byte** Pointer => _block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
