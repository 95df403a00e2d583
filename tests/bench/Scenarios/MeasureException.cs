namespace PedOS.Bench.Scenarios;

/// <summary>Something could not be measured.</summary>
public sealed class MeasureException : Exception
{
    /// <summary>Creates it.</summary>
    public MeasureException()
    {
    }

    /// <summary>Creates it.</summary>
    public MeasureException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public MeasureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
