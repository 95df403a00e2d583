namespace PedOS.Protocols.FileCopy;

/// <summary>Names of entries: relative, parts divided by slashes, beginning with what was asked to be sent.</summary>
public static class EntryPath
{
    private const byte Slash = (byte)'/';

    /// <summary>
    /// Whether the name leads to one place below the receiver's folder: not empty, not absolute, no part that is empty,
    /// <c>.</c> or <c>..</c>, no slash at the end, no NUL.
    /// </summary>
    public static bool IsLegal(ReadOnlySpan<byte> path)
    {
        if (path.Length is 0 or > FileCopyAbi.MaxName || path.Contains((byte)0))
        {
            return false;
        }

        foreach (Range part in path.Split(Slash))
        {
            if (path[part] is [] or [(byte)'.'] or [(byte)'.', (byte)'.'])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether a link of this name may lead there: it lies in a folder that is sent with it, and its target is relative
    /// and stays below the first part of its name. <c>..</c> may stand at the beginning only, where it cannot be led
    /// astray by another link.
    /// </summary>
    /// <param name="path">A legal name.</param>
    /// <param name="target">Where the link leads.</param>
    public static bool IsInside(ReadOnlySpan<byte> path, ReadOnlySpan<byte> target)
    {
        int upwards = path.Count(Slash) - 1;
        if (upwards < 0 || (!target.IsEmpty && target[0] == Slash))
        {
            return false;
        }

        bool isBelow = false;
        foreach (Range range in target.Split(Slash))
        {
            switch (target[range])
            {
                case [] or [(byte)'.']:
                    break;
                case [(byte)'.', (byte)'.']:
                    if (isBelow || --upwards < 0)
                    {
                        return false;
                    }

                    break;
                default:
                    isBelow = true;
                    break;
            }
        }

        return true;
    }
}
