namespace PedOS.Fuzz;

/// <summary>Everything needed to repeat an input.</summary>
public sealed record FuzzInput(string Target, ulong Seed, long Iteration, byte[] Bytes)
{
    public override string ToString() =>
        $"{Target}: FOUND with --seed {Seed} at iteration {Iteration}, input {Convert.ToHexStringLower(Bytes)}";
}
