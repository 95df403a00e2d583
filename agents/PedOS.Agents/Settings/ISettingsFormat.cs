namespace PedOS.Agents.Settings;

/// <summary>Reads settings files of one format.</summary>
public interface ISettingsFormat
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; that is a store without values.</exception>
    /// <exception cref="DirectoryNotFoundException">The same.</exception>
    /// <exception cref="FormatException">It is not of this format, or too large; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not read it.</exception>
    SettingsTable Read(string path);
}
