namespace PedOS.Rpc.Files;

/// <summary>What of a tree is sent.</summary>
/// <param name="IgnoreLinks">Whether links are left out without a word.</param>
/// <param name="SkipElsewhere">Whether files are left out whose data a cloud would have to send first.</param>
/// <param name="Remembers">Whether it is noted what was sent, so that no more than that is removed afterwards.</param>
internal sealed record SendOptions(bool IgnoreLinks, bool SkipElsewhere, bool Remembers);
