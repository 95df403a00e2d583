using System.Diagnostics;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Engine.Qrexec;

/// <summary>A call of a service in another machine, through the program <c>qrexec-client-vm</c>.</summary>
public sealed class QrexecCall : IProgramOutput, IDisposable
{
    private const int ChunkSize = 64 * 1024;

    private readonly QrexecRequest _request;
    private readonly QrexecOutput _kind;
    private readonly Action<object> _give;
    private readonly Action<string> _warn;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly TextLines _text = new();
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];
    private readonly MemoryStream _bytes = new();
    private readonly byte[] _pending = new byte[ChunkSize];
    private readonly ProgramCall _call;
    private int _pendingCount;

    /// <summary>Begins the call.</summary>
    /// <param name="client">The program.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="kind">What becomes of the output.</param>
    /// <param name="give">Takes output as it comes: lists of lines, or arrays of bytes.</param>
    /// <param name="warn">Takes lines of diagnostics as they come.</param>
    /// <param name="cancellation">Ends the call at once.</param>
    /// <exception cref="SetupException">The program cannot be started.</exception>
    public QrexecCall(
        string client,
        QrexecRequest request,
        QrexecOutput kind,
        Action<object> give,
        Action<string> warn,
        CancellationToken cancellation)
    {
        _request = request;
        _kind = kind;
        _give = give;
        _warn = warn;
        _call = new(
            client,
            ["--no-filter-escape-chars-stdout", "--no-filter-escape-chars-stderr", request.Target, request.Service],
            this,
            cancellation);
    }

    /// <summary>Gives the service bytes. Few at a time, as they come one by one from a pipeline, go together.</summary>
    public void Send(byte[] bytes)
    {
        if (_pendingCount + bytes.Length > ChunkSize)
        {
            Flush();
        }

        if (bytes.Length >= ChunkSize)
        {
            _call.Send(bytes, bytes.Length);
            return;
        }

        bytes.CopyTo(_pending, _pendingCount);
        _pendingCount += bytes.Length;
    }

    /// <summary>Gives the service the content of a file.</summary>
    /// <param name="file">The file, open.</param>
    /// <param name="path">What it is called.</param>
    /// <exception cref="SetupException">The file cannot be read.</exception>
    public void SendFile(Stream file, string path)
    {
        byte[] chunk = new byte[ChunkSize];
        for (int read; (read = Read(file, path, chunk)) > 0 && _call.Send(chunk, read);)
        {
            // Sent as it was read, no faster than it is taken.
        }
    }

    /// <summary>Ends the input and takes the output until the service has ended.</summary>
    /// <exception cref="SetupException">It was cancelled.</exception>
    public QrexecResult Finish()
    {
        Flush();
        int exitCode = _call.Finish();
        if (_text.Finish() is { } rest)
        {
            Give([rest]);
        }

        return new(_request.Target, _request.Service, exitCode, Collected(), _errors, _watch.Elapsed);
    }

    void IProgramOutput.Output(byte[] bytes)
    {
        if (_kind.File is not null)
        {
            _kind.File.Write(bytes);
        }
        else if (!_kind.IsBytes)
        {
            Give(_text.Add(bytes));
        }
        else if (_kind.IsCollected)
        {
            _bytes.Write(bytes, 0, bytes.Length);
        }
        else
        {
            _give(bytes);
        }
    }

    void IProgramOutput.Error(string line)
    {
        _errors.Add(line);
        if (!_kind.IsCollected)
        {
            _warn(line);
        }
    }

    /// <summary>Ends the call if it still goes on.</summary>
    public void Dispose()
    {
        _call.Dispose();
        _bytes.Dispose();
    }

    private static int Read(Stream file, string path, byte[] chunk)
    {
        try
        {
            return file.Read(chunk, 0, chunk.Length);
        }
        catch (Exception e) when (HostFile.IsOfFiles(e))
        {
            throw HostFile.Unreadable(path, e);
        }
    }

    private object? Collected() =>
        !_kind.IsCollected || _kind.File is not null ? null
            : _kind.IsBytes ? _bytes.ToArray()
            : _lines.ToArray();

    private void Give(IReadOnlyList<string> lines)
    {
        if (_kind.IsCollected)
        {
            _lines.AddRange(lines);
        }
        else if (lines.Count > 0)
        {
            _give(lines);
        }
    }

    private void Flush()
    {
        if (_pendingCount > 0)
        {
            int count = _pendingCount;
            _pendingCount = 0;
            _call.Send(_pending, count);
        }
    }
}
