namespace PedOS.Tools.Engine.Machines;

/// <summary>A file that grows at its end and that nobody else has open.</summary>
public interface IAppendFile : IDisposable
{
    /// <summary>All its bytes.</summary>
    /// <param name="limit">Bytes that are acceptable.</param>
    /// <exception cref="SetupException">It is longer than <paramref name="limit"/>.</exception>
    byte[] ReadAll(int limit);

    /// <summary>Adds bytes; not durable before <see cref="Flush"/>.</summary>
    void Append(byte[] bytes);

    /// <summary>Cuts the file.</summary>
    /// <param name="length">Bytes that stay.</param>
    void Truncate(long length);

    /// <summary>Makes what was added, and the file's name, survive a power cut.</summary>
    void Flush();
}
