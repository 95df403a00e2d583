using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Images;

/// <content>What the calls share.</content>
public sealed partial class ImageFileTree
{
    private static SetupException Other(FileEntry entry, string path) =>
        entry.Kind == FileKind.Link ? ImageNames.LinkOn(path) : ImageNames.Wrong(path, "it is a directory");

    private static void Calling(string what, Action call) => _ = Calling<object?>(what, () =>
    {
        call();
        return null;
    });

    private static T Calling<T>(string what, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageFailure.Of(what, e);
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

    private void Added(ImageName name, bool isFile)
    {
        _volume.NameAdded(name.HostDirectory, name.Name);
        _isChanged = true;
        if (isFile)
        {
            _ = _written.Add(name.HostPath);
        }
    }

    private void Removed(ImageName name)
    {
        _volume.NameRemoved(name.HostDirectory, name.Entry!.Name);
        _ = _written.Remove(name.HostPath);
        _isChanged = true;
    }

    /// <summary>Takes back what was made just now; the failure that led here is the one that is told.</summary>
    private void Unmake(ImageName name, string host)
    {
        try
        {
            if (Directory.Exists(host))
            {
                Directory.Delete(host);
            }
            else
            {
                File.Delete(host);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }

        _volume.NameRemoved(name.HostDirectory, name.Name);
        _ = _written.Remove(name.HostPath);
    }
}
