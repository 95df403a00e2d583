using PedOS.Agents.Files;

namespace PedOS.Agents.Posix.Files;

/// <summary>Names as the C library takes them, and its errors.</summary>
internal static class NativeName
{
    /// <summary>A name with its NUL.</summary>
    public static byte[] Of(ReadOnlySpan<byte> name)
    {
        byte[] bytes = new byte[name.Length + 1];
        name.CopyTo(bytes);
        return bytes;
    }

    /// <summary>What the last call failed with.</summary>
    /// <param name="what">What failed.</param>
    public static FileErrorException Failure(string what)
    {
        int error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        return Failure(what, error);
    }

    /// <summary>A failure of a number.</summary>
    public static FileErrorException Failure(string what, int error) =>
        new((uint)error, $"{what}: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}");
}
