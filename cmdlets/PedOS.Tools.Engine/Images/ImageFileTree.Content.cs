using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Images;

/// <content>What is in files: reading and writing.</content>
public sealed partial class ImageFileTree
{
    private const int CopyBuffer = 1 << 18;

    [ThreadStatic]
    private static PageBuffer? _copyBuffer;

    /// <inheritdoc/>
    public Stream OpenRead(string path)
    {
        string host;
        lock (_gate)
        {
            host = _names.Existing(path, FileKind.File).HostPath;
        }

        return Calling($"read {path}", () => new FileStream(
            _volume.Openable(host), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
    }

    /// <inheritdoc/>
    public void Write(string path, Stream content, AccessRule? access, DateTime? written)
    {
        ImageName name;
        string host;
        FileStream file;
        lock (_gate)
        {
            name = _names.Vacant(path);
            host = _volume.Openable(name.HostPath);
            file = Calling($"write {path}", () => new FileStream(
                host, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1));
            Added(name, isFile: true);
        }

        try
        {
            Fill(file, content, path);
            lock (_gate)
            {
                _access.Set(name, access, isDirectory: false, path);
            }

            if (written is { } time)
            {
                Calling($"set the time of {path}", () => File.SetLastWriteTimeUtc(host, time));
            }
        }
        catch
        {
            lock (_gate)
            {
                Unmake(name, host);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path)
    {
        lock (_gate)
        {
            ImageName name = _names.ForChange(path);
            if (name.Entry is { Kind: not FileKind.File } other)
            {
                throw Other(other, path);
            }

            AppendFile file = new(
                _volume.Openable(name.HostPath),
                path,
                stream =>
                {
                    _volume.FlushFile(stream, path);
                    _volume.FlushDirectory(name.HostDirectory, path);
                });
            if (name.Entry is null)
            {
                Added(name, isFile: false);
            }

            return file;
        }
    }

    private void Fill(FileStream file, Stream content, string path)
    {
        // What the source throws is the caller's; what the file throws is the image's, the end of it included.
        try
        {
            PageBuffer buffer = _copyBuffer ??= new(CopyBuffer);
            int length;
            while ((length = content.Read(buffer.Bytes, buffer.Start, buffer.Length)) > 0)
            {
                int count = length;
                Calling($"write {path}", () => file.Write(buffer.Bytes, buffer.Start, count));
            }

            _volume.BeginFlush(file);
        }
        finally
        {
            Calling($"write {path}", file.Dispose);
        }
    }
}
