namespace PedOS.Build.Tools;

/// <summary>How large the Windows programs are, beside what they may have.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="maxProgram">Bytes that one may have.</param>
/// <param name="maxAll">Bytes that all together may have.</param>
public sealed class SizeTable(string folder, long maxProgram, long maxAll)
{
    /// <summary>Prints a line for each and one for all.</summary>
    /// <exception cref="BuildException">There is none, or one or all of them are too large.</exception>
    public void Print()
    {
        FileInfo[] programs = [.. new DirectoryInfo(folder)
            .EnumerateFiles("*.exe")
            .OrderBy(static program => program.Name, StringComparer.Ordinal)];
        if (programs.Length == 0)
        {
            throw new BuildException($"there is no program in {folder}");
        }

        foreach (FileInfo program in programs)
        {
            Console.WriteLine($"  {program.Length,12:N0}  {program.Name}");
        }

        long all = programs.Sum(static program => program.Length);
        Console.WriteLine($"  {all,12:N0}  all of them (each at most {maxProgram:N0}, all {maxAll:N0})");
        if (programs.FirstOrDefault(program => program.Length > maxProgram) is { } large)
        {
            throw new BuildException($"{large.Name} has {large.Length:N0} bytes, {maxProgram:N0} are allowed");
        }

        if (all > maxAll)
        {
            throw new BuildException($"the programs have {all:N0} bytes, {maxAll:N0} are allowed");
        }
    }
}
