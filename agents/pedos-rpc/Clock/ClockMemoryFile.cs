using System.Text.Json;
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
    // Arbitrary; a real one has less than 200 bytes.
    private const int MaxBytes = 4096;

    private string Place => Path.Combine(directory, NetworkStateNames.Clock);

    /// <inheritdoc/>
    public ClockClaim? Read()
    {
        try
        {
            using FileStream file = File.OpenRead(Place);
            return file.Length > MaxBytes ? null : JsonSerializer.Deserialize(file, ClockJson.Default.ClockClaim);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
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
                file => JsonSerializer.Serialize(file, claim, ClockJson.Default.ClockClaim));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning($"{Place} cannot be written, what was told of the clock is forgotten: {e.Message}");
        }
    }
}
