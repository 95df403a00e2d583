using PedOS.Agents.Files;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.FileCopy;
using PedOS.Protocols.Qrexec;

namespace PedOS.Rpc.Files;

/// <summary>Files of another machine, into the folder that has its name.</summary>
/// <param name="limits">What the call may bring.</param>
/// <param name="names">How names are held here.</param>
/// <param name="variable">Variables of the call.</param>
/// <param name="complain">Tells the caller why.</param>
internal sealed class ReceiveVerb(
    ReceiveLimits limits, NameRule names, Func<string, string?> variable, Action<string> complain)
{
    /// <summary>The folder of all machines, below the user's documents (on Linux, the user's home).</summary>
    public const string Incoming = "QubesIncoming";

    /// <summary>The argument of the service that lets names have any byte.</summary>
    public const string AllNames = "allow-all-names";

    /// <summary>Receives.</summary>
    /// <param name="input">The caller's stream.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="open">Opens the user's documents.</param>
    /// <returns>Exit code: the answer's error, as far as that is one.</returns>
    /// <exception cref="IOException">Nothing was received, because the call makes no sense.</exception>
    public int Run(Stream input, Stream output, Func<IIncomingFolder> open)
    {
        string source = variable(ServiceEnvironment.RemoteDomain) ?? "";
        byte[] folder = System.Text.Encoding.UTF8.GetBytes(source);
        if (!EntryPath.IsLegal(folder) || folder.Contains((byte)'/'))
        {
            throw new IOException(
                $"{ServiceEnvironment.RemoteDomain} does not name the machine that sends; this is a service's verb");
        }

        string argument = variable(ServiceEnvironment.ServiceArgument) ?? "";
        if (argument is not ("" or AllNames))
        {
            throw new IOException($"{argument} is no argument of this service; {AllNames} is the only one");
        }

        FileCopyResult result = Receive(input, open, folder, source, argument == AllNames);
        output.Write(result.ToBytes());
        output.Flush();
        byte told = (byte)result.Error;
        return result.Error == FileCopyError.None ? RpcProgram.Done : told == 0 ? RpcProgram.Failed : told;
    }

    private FileCopyResult Receive(
        Stream input, Func<IIncomingFolder> open, byte[] folder, string source, bool takesAllNames)
    {
        try
        {
            using IIncomingFolder documents = open();
            using IIncomingFolder incoming = Enter(documents, System.Text.Encoding.UTF8.GetBytes(Incoming));
            using IIncomingFolder root = Enter(incoming, names.Name(folder));
            using IncomingTree tree = new(root, names, ZoneMark.From(source));
            using FileReceiver receiver = new(root, tree, limits, takesAllNames);
            FileCopyResult result = receiver.Receive(input);
            if (result.Error != FileCopyError.None)
            {
                complain($"{Printable.Text(result.LastName.Span)}: {receiver.Problem}");
            }

            return result;
        }
        catch (FileErrorException e)
        {
            complain(e.Message);
            return new FileCopyResult(e.Error, 0, ReadOnlyMemory<byte>.Empty);
        }
    }

    private static IIncomingFolder Enter(IIncomingFolder above, byte[] name) =>
        above.TryMakeFolder(name) ?? above.TryOpenFolder(name)
        ?? throw new FileErrorException(FileCopyError.ENOENT, $"{Printable.Text(name)} was removed meanwhile");
}
