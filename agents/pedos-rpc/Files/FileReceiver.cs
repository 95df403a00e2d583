using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Files;

/// <summary>Receives one call's files. Needs as much memory for a terabyte as for a byte.</summary>
/// <param name="root">Where they go; the caller's.</param>
/// <param name="tree">Makes them there; likewise.</param>
/// <param name="limits">What the call may bring.</param>
/// <param name="takesAllNames">Whether names may hold any byte.</param>
internal sealed class FileReceiver(
    IIncomingFolder root, IncomingTree tree, ReceiveLimits limits, bool takesAllNames) : IDisposable
{
    // A quarter of a megabyte costs no more per byte than more would.
    private const int BufferSize = 256 * 1024;

    private readonly FileCopyReader _reader = new(takesAllNames);
    private readonly Room _room = new(limits, root);
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly KeepLine _whole = new();
    private ReadOnlyMemory<byte> _folder;
    private IIncomingFile? _file;
    private int _start;
    private int _end;

    /// <summary>Why it did not work; empty when it did.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Entries and announced bytes so far.</summary>
    public (ulong Entries, ulong Bytes) Taken => (_room.Entries, _room.Bytes);

    /// <summary>Receives until the sender's end, or the first error. What was whole before that stays.</summary>
    /// <param name="input">The stream; read no further than needed after an error.</param>
    /// <returns>The answer.</returns>
    public FileCopyResult Receive(Stream input)
    {
        try
        {
            FileCopyResult result = ReceiveAll(input);
            _whole.Settle();
            return result;
        }
        catch (KeepException e)
        {
            // It came before whatever failed since.
            return Failed(e.Error, e.Path, e.Message);
        }
        finally
        {
            _file?.Dispose();
            _file = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _whole.Dispose();
        _file?.Dispose();
    }

    private FileCopyResult ReceiveAll(Stream input)
    {
        try
        {
            while (Take(input))
            {
                // Until the end.
            }

            _whole.Settle();
            root.Flush();
            return new FileCopyResult(FileCopyError.None, _reader.Crc, _reader.Name);
        }
        catch (FileCopyException e)
        {
            return Failed(e.Error, e.LastName, e.Message);
        }
        catch (FileErrorException e)
        {
            return Failed(e.Error, _reader.Name, e.Message);
        }
    }

    private FileCopyResult Failed(uint error, ReadOnlyMemory<byte> name, string problem)
    {
        Problem = problem;
        return new FileCopyResult(error, _reader.Crc, name);
    }

    // False at the end.
    private bool Take(Stream input)
    {
        FileCopyStep step = _reader.Read(_buffer.AsSpan(_start, _end - _start), out int consumed);
        ReadOnlySpan<byte> taken = _buffer.AsSpan(_start, consumed);
        _start += consumed;
        switch (step)
        {
            case FileCopyStep.NeedMore:
                Fill(input);
                break;
            case FileCopyStep.Entry:
                Begin(_reader.Header);
                break;
            case FileCopyStep.Data:
                _file!.Write(taken);
                break;
            case FileCopyStep.FileEnd:
                IIncomingFile whole = _file!;
                _file = null;
                _whole.Add(whole, _reader.Name, _reader.Header);
                break;
            default:
                return false;
        }

        return true;
    }

    private void Begin(in EntryHeader header)
    {
        ReadOnlySpan<byte> name = _reader.Name.Span;
        switch (header.Kind)
        {
            case EntryKind.Directory:
                _room.Take(0);
                _whole.Settle();
                tree.TakeFolder(name, header);
                break;
            case EntryKind.Link:
                _room.Take(header.Length);
                _whole.Settle();
                tree.TakeLink(name, _reader.Target.Span, header);
                break;
            default:
                _room.Take(header.Length);
                SettleFor(header.Length);
                _file = tree.MakeFile(name);
                break;
        }
    }

    // Folders stay open while files in them wait; and nobody receives a long file to hear then of a short one's error.
    private void SettleFor(ulong length)
    {
        ReadOnlyMemory<byte> folder = _reader.Name[..Math.Max(0, _reader.Name.Span.LastIndexOf((byte)'/'))];
        if (length > BufferSize || !folder.Span.SequenceEqual(_folder.Span))
        {
            _whole.Settle();
            _folder = folder;
        }
    }

    private void Fill(Stream input)
    {
        _whole.HandOver();
        int left = _end - _start;
        _buffer.AsSpan(_start, left).CopyTo(_buffer);
        (_start, _end) = (0, left);
        int read = ReadSome(input, _buffer.AsSpan(left));
        if (read == 0)
        {
            throw _reader.Close(left)!;
        }

        _end += read;
    }

    // A stream that breaks has ended; the answer then finds nobody, but what was begun is removed as always.
    private static int ReadSome(Stream input, Span<byte> buffer)
    {
        try
        {
            return input.Read(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
