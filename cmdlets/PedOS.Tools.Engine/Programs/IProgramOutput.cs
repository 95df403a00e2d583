namespace PedOS.Tools.Engine.Programs;

/// <summary>Takes what a program says, on the thread of whoever runs it.</summary>
public interface IProgramOutput
{
    /// <summary>Some bytes of its standard output.</summary>
    void Output(byte[] bytes);

    /// <summary>A line of its standard error.</summary>
    void Error(string line);
}
