namespace PedOS.Tools.Engine.Hives;

/// <summary>A record of a hive is not what it has to be. <c>MemoryHive</c> tells a person which key it was.</summary>
/// <param name="flaw">What is wrong, part of a sentence.</param>
/// <param name="isLimit">Whether the hive is sound, and only what was asked for is too much.</param>
public sealed class HiveFlawException(string flaw, bool isLimit = false) : Exception(flaw)
{
    /// <summary>Whether the hive is sound, and only what was asked for is too much.</summary>
    public bool IsLimit => isLimit;
}
