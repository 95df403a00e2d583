using System.Security.Cryptography;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// Reads a file of the package and fails at its end when it is not the file that was promised: what was read is then
/// thrown away, before anything uses it.
/// </summary>
internal sealed class CheckedStream(Stream inner, string path, FileContent promised, CancellationToken cancellation)
    : PromisedStream(inner, path, promised, cancellation)
{
    private readonly SHA256 _hash = SHA256.Create();
    private readonly string _promised = promised.Sha256;
    private bool _isEnded;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = base.Read(buffer, offset, count);
        if (read > 0)
        {
            _hash.TransformBlock(buffer, offset, read, null, 0);
        }
        else if (count > 0 && !_isEnded)
        {
            _isEnded = true;
            _hash.TransformFinalBlock([], 0, 0);
            if (Sha256Text.Of(_hash.Hash!) != _promised)
            {
                throw Damaged();
            }
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
