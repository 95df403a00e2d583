using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Files;

/// <summary>A look at what will be sent, before anybody is asked.</summary>
/// <param name="Bytes">Bytes of all files.</param>
/// <param name="Elsewhere">Files whose data a cloud has to send first.</param>
/// <param name="NeedsAllNames">Whether a name, or the target of a link, is one that not every receiver takes.</param>
internal sealed record Survey(ulong Bytes, int Elsewhere, bool NeedsAllNames)
{
    /// <summary>Looks.</summary>
    public static Survey Of(IReadOnlyList<SendRoot> roots, SendOptions options)
    {
        ulong bytes = 0;
        int elsewhere = 0;
        bool needsAllNames = false;
        foreach (WalkItem item in roots.SelectMany(static root => TreeWalk.Over(root.Above, root.Name)))
        {
            bool isLink = item.Status.Kind == EntryKind.Link;
            if (item.Stage is WalkStage.After or WalkStage.Unreachable || (isLink && options.IgnoreLinks))
            {
                continue;
            }

            needsAllNames |= !NameText.IsTakenEverywhere(item.Name) || (isLink && !TargetIsTaken(item));
            if (item.Status.Kind == EntryKind.File && !(item.Status.IsElsewhere && options.SkipElsewhere))
            {
                bytes += item.Status.Length;
                elsewhere += item.Status.IsElsewhere ? 1 : 0;
            }
        }

        return new Survey(bytes, elsewhere, needsAllNames);
    }

    private static bool TargetIsTaken(WalkItem item)
    {
        try
        {
            return NameText.IsTakenEverywhere(item.Above.ReadLink(item.Name));
        }
        catch (FileErrorException)
        {
            // It will be told when it is not sent.
            return true;
        }
    }
}
