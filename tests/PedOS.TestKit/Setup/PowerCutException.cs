namespace PedOS.TestKit.Setup;

/// <summary>The power is gone. Product code must not catch it: a machine without power runs no handlers.</summary>
public sealed class PowerCutException : Exception
{
    public PowerCutException()
        : base("the power was cut")
    {
    }
}
