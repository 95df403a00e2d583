using PedOS.Agents.Files;
using PedOS.Protocols.Qrexec;

namespace PedOS.Rpc.Files;

/// <summary>Removes what was moved: what was sent, in the state in which it was sent, and nothing else.</summary>
/// <param name="record">What was sent.</param>
/// <param name="tell">Tells the user a line.</param>
internal sealed class SentRemoval(SendRecord record, Action<string> tell)
{
    /// <summary>Removes it.</summary>
    /// <returns>How many things stay.</returns>
    public int Remove(IReadOnlyList<SendRoot> roots)
    {
        int stay = 0;
        foreach (WalkItem item in roots.SelectMany(static root => TreeWalk.Over(root.Above, root.Name)))
        {
            if (item.Stage != WalkStage.Before && WhyItStays(item) is { } reason)
            {
                stay++;
                tell($"not removed: {Printable.Text(item.Path)}: {reason}");
            }
        }

        return stay;
    }

    private string? WhyItStays(WalkItem item)
    {
        try
        {
            return item.Stage switch
            {
                WalkStage.Unreachable => item.Problem,
                WalkStage.After => item.Above.TryRemove(item.Name, item.Status) ? null : "the folder is not empty",
                _ when !record.Knows(item.Status) => "it was not sent, or has changed since",
                _ => item.Above.TryRemove(item.Name, item.Status) ? null : "it has changed since it was sent",
            };
        }
        catch (FileErrorException e)
        {
            return e.Message;
        }
    }
}
