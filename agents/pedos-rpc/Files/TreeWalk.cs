using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Files;

/// <summary>
/// Goes through a tree: each folder before and after what is in it. Goes through no link, so it ends; holds one folder
/// open for each that leads to where it is, and no list of what it has seen.
/// </summary>
internal static class TreeWalk
{
    private const byte Slash = (byte)'/';

    /// <summary>Walks.</summary>
    /// <param name="above">The folder where the tree is; the caller's.</param>
    /// <param name="name">Name of the tree there; of a file, too.</param>
    public static IEnumerable<WalkItem> Over(IOutgoingFolder above, byte[] name)
    {
        Stack<Level> levels = new();
        try
        {
            WalkItem? item = Look(above, name, name);
            while (item is not null)
            {
                if (item.Stage == WalkStage.Before && TryOpen(ref item) is { } folder)
                {
                    levels.Push(new Level(item, folder, folder.List().GetEnumerator()));
                }

                yield return item;
                item = null;
                while (item is null && levels.TryPeek(out Level level))
                {
                    item = Next(level, out string problem);
                    if (item is null)
                    {
                        levels.Pop().Dispose();
                        if (problem.Length > 0)
                        {
                            yield return level.Item with { Stage = WalkStage.Unreachable, Problem = problem };
                        }

                        yield return level.Item with { Stage = WalkStage.After };
                    }
                }
            }
        }
        finally
        {
            while (levels.TryPop(out Level level))
            {
                level.Dispose();
            }
        }
    }

    private static WalkItem Look(IOutgoingFolder above, byte[] name, byte[] path)
    {
        try
        {
            OutgoingStatus status = above.Look(name);
            WalkStage stage = status.Kind == EntryKind.Directory ? WalkStage.Before : WalkStage.Leaf;
            return new WalkItem(above, name, path, status, stage, "");
        }
        catch (FileErrorException e)
        {
            return new WalkItem(above, name, path, default, WalkStage.Unreachable, e.Message);
        }
    }

    private static IOutgoingFolder? TryOpen(ref WalkItem item)
    {
        try
        {
            return item.Above.OpenFolder(item.Name);
        }
        catch (FileErrorException e)
        {
            item = item with { Stage = WalkStage.Unreachable, Problem = e.Message };
            return null;
        }
    }

    private static WalkItem? Next(Level level, out string problem)
    {
        problem = "";
        try
        {
            return level.Names.MoveNext()
                ? Look(level.Folder, level.Names.Current, [.. level.Item.Path, Slash, .. level.Names.Current])
                : null;
        }
        catch (FileErrorException e)
        {
            problem = e.Message;
            return null;
        }
    }

    private readonly record struct Level(WalkItem Item, IOutgoingFolder Folder, IEnumerator<byte[]> Names) : IDisposable
    {
        public void Dispose()
        {
            Names.Dispose();
            Folder.Dispose();
        }
    }
}
