namespace PedOS.Tools.Engine.Live;

/// <summary>
/// What <see cref="HeldFiles"/> needs of Windows. Error numbers are those of winerror.h; 0 is success.
/// </summary>
internal interface IFileCalls
{
    /// <summary>Gives a file another name on its volume.</summary>
    /// <param name="from">The file.</param>
    /// <param name="to">The name.</param>
    /// <param name="replaces">Whether what has the name is replaced; if not, nothing may have it.</param>
    int Rename(string from, string to, bool replaces);

    /// <summary>Deletes a file.</summary>
    int Delete(string path);

    /// <summary>Has Windows delete a file, or a directory that is empty then, when it starts the next time.</summary>
    void DeleteAtRestart(string path);

    /// <summary>Whether anything has the name.</summary>
    bool IsThere(string path);

    /// <summary>Makes the folder for what is moved away, for administrators only, and the one above it.</summary>
    void MakeFolder(string path);

    /// <summary>Names of the files in a folder; none when it is not there.</summary>
    IEnumerable<string> Files(string folder);

    /// <summary>Lets time pass.</summary>
    void Wait(TimeSpan time);
}
