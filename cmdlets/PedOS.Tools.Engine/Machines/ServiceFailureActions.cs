namespace PedOS.Tools.Engine.Machines;

/// <summary>
/// The registry value <c>FailureActions</c>: SERVICE_FAILURE_ACTIONS with 32-bit fields (seconds until the count of
/// failures is forgotten, no message, no command, number of actions, offset of the actions), then the actions, each a
/// kind and a delay in milliseconds.
/// </summary>
internal static class ServiceFailureActions
{
    private const int HeaderSize = 20;
    private const int ActionSize = 8;
    private const int CountOffset = 12;
    private const int OffsetOffset = 16;
    private const int Actions = 3;
    private const uint ForgetSeconds = 24 * 60 * 60;
    private const uint RestartKind = 1; // SC_ACTION_RESTART
    private const uint Millisecond = 1000;

    /// <summary>Restarts the service after each failure.</summary>
    /// <param name="seconds">How long to wait.</param>
    public static byte[] Restart(int seconds)
    {
        uint delay = checked((uint)seconds * Millisecond);
        uint[] fields = [ForgetSeconds, 0, 0, Actions, HeaderSize];
        return
        [
            .. fields.SelectMany(BitConverter.GetBytes),
            .. Enumerable.Repeat(new[] { RestartKind, delay }, Actions)
                .SelectMany(static action => action.SelectMany(BitConverter.GetBytes)),
        ];
    }

    /// <summary>Seconds after which the first failure restarts the service; 0 when it does not.</summary>
    public static int RestartSeconds(byte[] value)
    {
        if (value.Length < HeaderSize || BitConverter.ToUInt32(value, CountOffset) == 0)
        {
            return 0;
        }

        uint at = BitConverter.ToUInt32(value, OffsetOffset);
        return at <= int.MaxValue
            && at + ActionSize <= value.Length
            && BitConverter.ToUInt32(value, (int)at) == RestartKind
            ? (int)(BitConverter.ToUInt32(value, (int)at + sizeof(uint)) / Millisecond)
            : 0;
    }
}
