namespace PedOS.Build.Tools;

/// <summary>A target cannot go on; the message says what failed and what to do next.</summary>
public sealed class BuildException : Exception
{
    /// <summary>Creates it with what failed and what to do next.</summary>
    public BuildException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with what failed, what to do next and the cause.</summary>
    public BuildException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
