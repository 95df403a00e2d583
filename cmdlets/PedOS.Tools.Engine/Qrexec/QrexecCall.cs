using System.Diagnostics;
using System.Globalization;
using System.Text;
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
    private readonly Stream? _file;
    private readonly ProgramCall _call;
    private int _pendingCount;

    /// <summary>Begins the call.</summary>
    /// <param name="client">The program.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="kind">What becomes of the output.</param>
    /// <param name="give">Takes output as it comes: lists of lines, or arrays of bytes.</param>
    /// <param name="warn">Takes lines of diagnostics as they come.</param>
    /// <param name="cancellation">Ends the call at once.</param>
    /// <exception cref="SetupException">The program or the file cannot be used.</exception>
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
        _file = kind.File is null ? null : Open(kind.File, FileMode.CreateNew, FileAccess.Write);
        _call = new(
            client,
            ["--no-filter-escape-chars-stdout", "--no-filter-escape-chars-stderr", request.Target, request.Service],
            this,
            cancellation);
    }

    /// <summary>Gives the service input: a text is a line, bytes are bytes, anything else is its text.</summary>
    public void Send(object input)
    {
        switch (input)
        {
            case byte one:
                Add([one]);
                break;
            case byte[] many:
                Add(many);
                break;
            default:
                Add(Encoding.UTF8.GetBytes(Convert.ToString(input, CultureInfo.InvariantCulture) + "\n"));
                break;
        }
    }

    /// <summary>Gives the service the content of a file.</summary>
    /// <exception cref="SetupException">The file cannot be read.</exception>
    public void SendFile(string path)
    {
        using Stream file = Open(path, FileMode.Open, FileAccess.Read);
        byte[] chunk = new byte[ChunkSize];
        for (int read; (read = file.Read(chunk, 0, ChunkSize)) > 0 && _call.Send(chunk, read);)
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

        _file?.Flush();
        return new(_request.Target, _request.Service, exitCode, Collected(), _errors, _watch.Elapsed);
    }

    void IProgramOutput.Output(byte[] bytes)
    {
        if (_file is not null)
        {
            _file.Write(bytes, 0, bytes.Length);
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
        _file?.Dispose();
        _bytes.Dispose();
    }

    private static FileStream Open(string path, FileMode mode, FileAccess access)
    {
        try
        {
            return new(path, mode, access, FileShare.Read, ChunkSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SetupException(
                SetupError.InputOutput,
                $"{path} cannot be {(access == FileAccess.Read ? "read" : "written")}: {e.Message}",
                access == FileAccess.Read ? "Name a file that you may read." : "Name a file that does not exist yet.",
                e);
        }
    }

    private object? Collected() =>
        !_kind.IsCollected || _file is not null ? null
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

    // Single bytes come one by one from a pipeline; they are sent together.
    private void Add(byte[] bytes)
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
