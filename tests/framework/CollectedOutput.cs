using PedOS.Tools.Engine.Programs;

namespace PedOS.Framework;

/// <summary>What a program said.</summary>
internal sealed class CollectedOutput : IProgramOutput
{
    public List<byte> Bytes { get; } = [];

    public List<string> Errors { get; } = [];

    public void Output(byte[] bytes) => Bytes.AddRange(bytes);

    public void Error(string line) => Errors.Add(line);
}
