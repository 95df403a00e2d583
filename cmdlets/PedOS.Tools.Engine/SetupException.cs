namespace PedOS.Tools.Engine;

/// <summary>What keeps an operation from being done, told to a person: what, on what, and what to do.</summary>
public sealed class SetupException : Exception
{
    /// <summary>Composes the failure.</summary>
    /// <param name="error">Stable id and category.</param>
    /// <param name="message">What failed and on what, one sentence.</param>
    /// <param name="remedy">What to do next, one sentence.</param>
    /// <param name="inner">What the system said, if it did.</param>
    public SetupException(SetupError error, string message, string remedy, Exception? inner = null)
        : base(DisplayText.Lines(message), inner)
    {
        Error = error;
        Remedy = DisplayText.Lines(remedy);
    }

    /// <summary>Stable id.</summary>
    public SetupError Error { get; }

    /// <summary>What to do next.</summary>
    public string Remedy { get; }
}
