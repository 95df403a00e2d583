using PedOS.Agents.Clock;
using PedOS.Agents.Files;
using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

namespace PedOS.Rpc.Clock;

/// <summary>What was told of the clock and not believed, in a file that only administrators write.</summary>
/// <param name="directory">The folder; made when it is not there.</param>
/// <param name="log">Log.</param>
/// <param name="flush">Takes a file to the disk, and returns 0 or the system's error number.</param>
internal sealed class ClockMemoryFile(string directory, ILog log, Func<FileStream, int> flush) : IClockMemory
{
    private string Place => Path.Combine(directory, NetworkStateNames.Clock);

    /// <inheritdoc/>
    public ClockClaim? Read()
    {
        try
        {
            using FileStream file = File.OpenRead(Place);

            // One more than fits, so that a longer one is not taken for one that does.
            byte[] line = new byte[ClockClaimText.MaxBytes + 1];
            int length = file.ReadAtLeast(line, line.Length, throwOnEndOfStream: false);
            return ClockClaimText.TryRead(line.AsSpan(0, length), out ClockClaim? claim)
                ? claim
                : throw new InvalidDataException("it is not what this program writes");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            log.Warning($"{Place} cannot be read, what was told of the clock counts anew: {e.Message}");
            return null;
        }
    }

    /// <inheritdoc/>
    public void Write(ClockClaim? claim)
    {
        try
        {
            if (claim is null)
            {
                if (File.Exists(Place))
                {
                    File.Delete(Place);
                }

                return;
            }

            _ = Directory.CreateDirectory(directory);
            new ReplacedFile(Place, Path.Combine(directory, NetworkStateNames.ClockNew), flush).Write(
                file => file.Write(ClockClaimText.Of(claim)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning($"{Place} cannot be written, what was told of the clock is forgotten: {e.Message}");
        }
    }
}
