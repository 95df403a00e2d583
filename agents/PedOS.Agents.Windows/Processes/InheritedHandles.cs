using System.Runtime.InteropServices;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// The attribute list that lets a new process inherit exactly the handles named, whatever else is inheritable.
/// </summary>
internal sealed unsafe class InheritedHandles : IDisposable
{
    private readonly byte* _list;
    private readonly nint* _handles;

    /// <summary>Builds the list.</summary>
    /// <param name="handles">Inheritable handles, each once; they must stay open until the process is made.</param>
    /// <exception cref="IOException">The system refused.</exception>
    public InheritedHandles(ReadOnlySpan<nint> handles)
    {
        // The first call only tells the size.
        nuint size = 0;
        _ = Kernel32.InitializeProcThreadAttributeList(null, 1, 0, &size);
        _list = (byte*)NativeMemory.AllocZeroed(size);
        _handles = (nint*)NativeMemory.Alloc((nuint)handles.Length, (nuint)sizeof(nint));
        handles.CopyTo(new Span<nint>(_handles, handles.Length));
        if (!Kernel32.InitializeProcThreadAttributeList(_list, 1, 0, &size))
        {
            IOException refused = Win32Error.Last("an attribute list cannot be made");
            NativeMemory.Free(_list);
            NativeMemory.Free(_handles);
            throw refused;
        }

        // The list keeps the address, not a copy.
        nuint bytes = (nuint)(handles.Length * sizeof(nint));
        if (!Kernel32.UpdateProcThreadAttribute(
            _list, 0, Kernel32.PROC_THREAD_ATTRIBUTE_HANDLE_LIST, _handles, bytes, 0, 0))
        {
            IOException refused = Win32Error.Last("the handles of a program cannot be listed");
            Dispose();
            throw refused;
        }
    }

    /// <summary>For STARTUPINFOEX.</summary>
    public byte* Attributes => _list;

    /// <inheritdoc/>
    public void Dispose()
    {
        Kernel32.DeleteProcThreadAttributeList(_list);
        NativeMemory.Free(_list);
        NativeMemory.Free(_handles);
    }
}
