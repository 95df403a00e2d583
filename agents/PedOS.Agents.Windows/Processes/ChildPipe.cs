using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Pipes;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// One standard stream of a program. The near end is overlapped, which an anonymous pipe cannot be; the far end is an
/// ordinary synchronous handle, as programs expect, and inheritable.
/// </summary>
/// <remarks>
/// The name cannot be guessed, its first and only instance is ours, no remote client may come, and only our own account
/// may open it: the child gets its end by inheritance, so its user needs no right to the name.
/// </remarks>
internal sealed class ChildPipe : IDisposable
{
    private const uint BufferSize = 65536;
    private const int SecretDigits = 32;

    private ChildPipe(OverlappedPipe near, SafeFileHandle far)
    {
        Near = near;
        Far = far;
    }

    /// <summary>Our end.</summary>
    public OverlappedPipe Near { get; }

    /// <summary>The program's end; to be closed here once the program has it.</summary>
    public SafeFileHandle Far { get; }

    /// <summary>Makes a pipe.</summary>
    /// <param name="childReads">True for standard input.</param>
    /// <exception cref="IOException">The system refused.</exception>
    public static ChildPipe Create(bool childReads)
    {
        string name = $@"\\.\pipe\pedos-stdio-{RandomNumberGenerator.GetHexString(SecretDigits)}";
        using LocalDescriptor descriptor = LocalDescriptor.Parse($"D:P(A;;FA;;;{TokenAccount.Own.Sid})");
        SafePipeHandle server = Kernel32.CreateNamedPipe(
            name,
            (childReads ? Kernel32.PIPE_ACCESS_OUTBOUND : Kernel32.PIPE_ACCESS_INBOUND)
                | Kernel32.FILE_FLAG_OVERLAPPED | Kernel32.FILE_FLAG_FIRST_PIPE_INSTANCE,
            Kernel32.PIPE_TYPE_BYTE | Kernel32.PIPE_REJECT_REMOTE_CLIENTS,
            maxInstances: 1,
            BufferSize,
            BufferSize,
            defaultTimeout: 0,
            SecurityAttributes.For(descriptor.Address, inheritable: false));
        if (server.IsInvalid)
        {
            IOException refused = Win32Error.Last("a pipe for a program's stream cannot be made");
            server.Dispose();
            throw refused;
        }

        // The attribute rights are those that the ends of an anonymous pipe have; runtimes ask for the kind of handle.
        SafeFileHandle far = Kernel32.OpenFile(
            name,
            childReads
                ? Kernel32.GENERIC_READ | Kernel32.FILE_WRITE_ATTRIBUTES
                : Kernel32.GENERIC_WRITE | Kernel32.FILE_READ_ATTRIBUTES,
            0,
            SecurityAttributes.For(0, inheritable: true),
            Kernel32.OPEN_EXISTING,
            0,
            0);
        if (far.IsInvalid)
        {
            IOException refused = Win32Error.Last("the far end of a program's stream cannot be opened");
            far.Dispose();
            server.Dispose();
            throw refused;
        }

        return new ChildPipe(new OverlappedPipe(server), far);
    }

    /// <summary>Closes both ends; for a program that was not started.</summary>
    public void Dispose()
    {
        Far.Dispose();
        Near.Dispose();
    }
}
