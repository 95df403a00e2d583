namespace PedOS.Agents.Vchan;

/// <summary>A vchan cannot be opened.</summary>
public class VchanException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, on which channel.</param>
    /// <param name="inner">Why.</param>
    public VchanException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
