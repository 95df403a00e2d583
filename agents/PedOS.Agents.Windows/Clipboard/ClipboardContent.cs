using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Clipboard;

/// <summary>
/// What is to be put on the clipboard, made while the old content is still there. Its memory is ours until Windows has
/// taken it.
/// </summary>
internal sealed class ClipboardContent : IDisposable
{
    private readonly Queue<(uint Format, nint Memory)> _pieces = [];

    /// <summary>Memory that Windows has not taken, in the order in which it would.</summary>
    public IEnumerable<nint> Untaken => _pieces.Select(static p => p.Memory);

    /// <summary>Adds a piece in a format that is known by its name.</summary>
    /// <exception cref="IOException">Windows does not know the name, or there is no memory.</exception>
    public void Add(string format, string characters)
    {
        uint id = User32.RegisterClipboardFormat(format);
        Add(id != 0 ? id : throw Win32Error.Last($"the clipboard has no format {format}"), characters);
    }

    /// <summary>Adds a piece.</summary>
    /// <exception cref="IOException">There is no memory.</exception>
    public void Add(uint format, string characters) => _pieces.Enqueue((format, Allocate(characters)));

    /// <summary>Puts all of it, in its order, on the clipboard that this thread has open and has emptied.</summary>
    /// <exception cref="IOException">Windows does not take a piece; those before it are on the clipboard.</exception>
    public void Put()
    {
        while (_pieces.TryPeek(out (uint Format, nint Memory) piece))
        {
            if (User32.SetClipboardData(piece.Format, piece.Memory) == 0)
            {
                throw Win32Error.Last("the clipboard does not take the text");
            }

            _ = _pieces.Dequeue();
        }
    }

    /// <summary>Frees what Windows has not taken.</summary>
    public void Dispose()
    {
        while (_pieces.TryDequeue(out (uint Format, nint Memory) piece))
        {
            _ = Kernel32.GlobalFree(piece.Memory);
        }
    }

    private static unsafe nint Allocate(string characters)
    {
        nint memory = Kernel32.GlobalAlloc(Kernel32.GMEM_MOVEABLE, (nuint)characters.Length * sizeof(char));
        void* place = memory == 0 ? null : Kernel32.GlobalLock(memory);
        if (place is null)
        {
            IOException failure = Win32Error.Last("there is no memory for the clipboard");
            _ = Kernel32.GlobalFree(memory);
            throw failure;
        }

        characters.CopyTo(new Span<char>(place, characters.Length));
        _ = Kernel32.GlobalUnlock(memory);
        return memory;
    }
}
