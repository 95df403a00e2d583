using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.Agents.Windows.Pipes;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Tests.Logging;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.LocalEndpoints;

public sealed partial class NamedPipeTests
{
    private const int Timeout = 60_000;
    private const uint CreatePipeInstance = 0x4;
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly string _name = $@"\\.\pipe\pedos-test-{Guid.NewGuid():N}";
    private readonly NamedPipeConnector _connector = new();
    private readonly LogLines _log = new();

    [PatientFact(Timeout = Timeout)]
    public async Task Accept_ConnectsBothEnds_AndNamesTheClient()
    {
        await using NamedPipeListener listener = NamedPipeListener.Listen(_name, _log);
        ValueTask<ILocalConnection> accepting = listener.AcceptAsync(Never);
        await using ILocalConnection client = await _connector.ConnectAsync(_name, Never);
        await using ILocalConnection server = await accepting;
        LocalIdentity own = new(TokenAccount.Own.Sid, Environment.ProcessId);
        Assert.Equal(own, server.Identity);
        Assert.Equal(Environment.ProcessId, client.Identity.ProcessId);
        await client.WriteAsync(new byte[] { 1, 2, 3 }, Never);
        byte[] buffer = new byte[10];
        Assert.Equal(3, await server.ReadAsync(buffer, Never));
        Assert.Equal(own with { IsAdministrator = true }, server.Identity);
        await server.WriteAsync(new byte[] { 4, 5 }, Never);
        await server.DisposeAsync();
        Assert.Equal(2, await client.ReadAsync(buffer, Never));
        Assert.Equal([4, 5], buffer[..2]);
        Assert.Equal(0, await client.ReadAsync(buffer, Never));
        _ = await Assert.ThrowsAnyAsync<IOException>(() => client.WriteAsync(new byte[1], Never).AsTask());
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Accept_GivesThisThreadItsOwnIdentityBack()
    {
        await using NamedPipeListener listener = NamedPipeListener.Listen(_name, _log);
        await using ILocalConnection client = await _connector.ConnectAsync(_name, Never);
        await using ILocalConnection server = await listener.AcceptAsync(Never);
        const nint CurrentThread = -2;
        Assert.False(Advapi32.OpenThreadToken(
            CurrentThread, Advapi32.TOKEN_QUERY, true, out SafeAccessTokenHandle token));
        Assert.Equal(Win32Error.ERROR_NO_TOKEN, Marshal.GetLastPInvokeError());
        token.Dispose();
    }

    [PatientFact(
        Timeout = Timeout,
        Skip = "evidence windows: Wine 8 does not know FILE_FLAG_FIRST_PIPE_INSTANCE",
        SkipType = typeof(Wine),
        SkipWhen = nameof(Wine.IsHere))]
    public async Task Listen_Fails_WhenSomebodyHasTheName_AlsoWhileAClientIsConnected()
    {
        await using NamedPipeListener listener = NamedPipeListener.Listen(_name, _log);
        _ = await Assert.ThrowsAnyAsync<IOException>(() => Task.FromResult(NamedPipeListener.Listen(_name, _log)));
        await using ILocalConnection client = await _connector.ConnectAsync(_name, Never);
        await using ILocalConnection server = await listener.AcceptAsync(Never);
        _ = await Assert.ThrowsAnyAsync<IOException>(() => Task.FromResult(NamedPipeListener.Listen(_name, _log)));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Accept_HasTheNextInstanceReady_BeforeItHandsOutOne()
    {
        await using NamedPipeListener listener = NamedPipeListener.Listen(_name, _log);
        await using ILocalConnection first = await _connector.ConnectAsync(_name, Never);
        await using ILocalConnection firstServer = await listener.AcceptAsync(Never);

        // Nobody accepts now, and still the name leads to an instance of ours.
        await using ILocalConnection second = await _connector.ConnectAsync(_name, Never);
        await using ILocalConnection secondServer = await listener.AcceptAsync(Never);
        Assert.Equal(Environment.ProcessId, second.Identity.ProcessId);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Accept_ServesManyClients_WhileOneStallsAndOthersLeaveAtOnce()
    {
        const int Clients = 200;
        await using NamedPipeListener listener = NamedPipeListener.Listen(_name, _log);
        using CancellationTokenSource stop = new();
        Task serving = ServeAsync(listener, stop.Token);
        await using ILocalConnection stalled = await _connector.ConnectAsync(_name, Never);
        byte[] buffer = new byte[1];
        for (int i = 0; i < Clients; i++)
        {
            await using ILocalConnection client = await _connector.ConnectAsync(_name, Never);
            if (i % 2 == 0)
            {
                await client.WriteAsync(new[] { (byte)i }, Never);
                Assert.Equal(1, await client.ReadAsync(buffer, Never));
                Assert.Equal((byte)i, buffer[0]);
            }
        }

        await stalled.WriteAsync(new byte[] { 9 }, Never);
        Assert.Equal(1, await stalled.ReadAsync(buffer, Never));
        await stalled.DisposeAsync();
        await stop.CancelAsync();
        await serving;
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Accept_EndsWhenCancelled_AndGoesOnAfterwards()
    {
        await using NamedPipeListener listener = NamedPipeListener.Listen(_name, _log);
        using CancellationTokenSource source = new();
        Task<ILocalConnection> accepting = listener.AcceptAsync(source.Token).AsTask();
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting);
        await using ILocalConnection client = await _connector.ConnectAsync(_name, Never);
        await using ILocalConnection server = await listener.AcceptAsync(Never);
        Assert.Equal(TokenAccount.Own.Sid, server.Identity.Account);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Accept_SendsAClientAway_AndKeepsTheName_WhenThereIsNoFurtherInstance()
    {
        FewInstances instances = new(refused: 2);
        await using NamedPipeListener listener = new(_name, instances, _log);
        ValueTask<ILocalConnection> accepting = listener.AcceptAsync(Never);
        Assert.True(await IsSentAwayAsync());

        await using ILocalConnection client = await _connector.ConnectAsync(_name, Never);
        await using ILocalConnection server = await accepting;
        await client.WriteAsync(new byte[] { 7 }, Never);
        Assert.Equal(1, await server.ReadAsync(new byte[2], Never));
        Assert.Equal(3, instances.Made);
        Assert.Contains("no room for instance 2", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Identity_IsAskedAfterTheFirstRead_BecauseBeforeItWindowsHasNone()
    {
        LocalIdentity opener = new("S-1-5-21-1-2-3-1001", 17);
        bool hasRead = false;
        (NamedPipeConnection server, ILocalConnection client) = await ConnectAsync(
            opener,
            (_, known) => hasRead
                ? known with { Account = TokenAccount.LocalSystemSid, IsAdministrator = true }
                : throw new InvalidOperationException("ERROR_CANNOT_IMPERSONATE"));
        await using (server)
        await using (client)
        {
            Assert.Equal(opener, server.Identity);
            await client.WriteAsync(new byte[] { 1 }, Never);
            hasRead = true;
            Assert.Equal(1, await server.ReadAsync(new byte[2], Never));
            Assert.Equal(
                new LocalIdentity(TokenAccount.LocalSystemSid, 17) { IsAdministrator = true }, server.Identity);
        }
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Identity_OfAClientThatHidesItself_IsThatOfItsProcess_WithoutAnyRight()
    {
        (NamedPipeConnection server, ILocalConnection client) =
            await ConnectAsync(new("S-1-5-21-1-2-3-1001", 17), static (_, known) => known);
        await using (server)
        await using (client)
        {
            await client.WriteAsync(new byte[] { 1 }, Never);
            Assert.Equal(1, await server.ReadAsync(new byte[2], Never));
            Assert.Equal(new LocalIdentity("S-1-5-21-1-2-3-1001", 17), server.Identity);
        }
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Identity_OfNobody_IsNotServed()
    {
        (NamedPipeConnection server, ILocalConnection client) =
            await ConnectAsync(new(LocalIdentity.Unknown, 0), static (_, known) => known);
        await using (server)
        await using (client)
        {
            await client.WriteAsync(new byte[] { 1 }, Never);
            Assert.Equal(0, await server.ReadAsync(new byte[2], Never));
        }
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Connect_Fails_WhenNobodyListens()
    {
        IOException absent = await Assert.ThrowsAnyAsync<IOException>(
            () => _connector.ConnectAsync(_name, Never).AsTask());
        Assert.Contains(_name, absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Descriptor_GivesClientsNoRightToMakeAnInstance()
    {
        Assert.Equal(0u, NamedPipeSecurity.ClientAccess & CreatePipeInstance);
        Assert.Equal(0u, NamedPipeSecurity.ClientAccess & (Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE));
        Assert.StartsWith("D:P(D;;FA;;;NU)", NamedPipeSecurity.Sddl, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Descriptor_IsTheOneThePipeHas()
    {
        await using NamedPipeListener listener = NamedPipeListener.Listen(_name, _log);
        using SafePipeHandle probe = Kernel32.OpenPipe(
            _name, Kernel32.READ_CONTROL, 0, 0, Kernel32.OPEN_EXISTING, 0, 0);
        Assert.False(probe.IsInvalid);
        Assert.Equal(Canonical(NamedPipeSecurity.Sddl), DaclOf(probe));
    }

    [PatientFact(
        Timeout = Timeout,
        Skip = "evidence windows: Wine does not keep a pipe's flags nor check its descriptor",
        SkipType = typeof(Wine),
        SkipWhen = nameof(Wine.IsHere))]
    public async Task Name_CannotBeOpenedThroughTheNetwork()
    {
        await using NamedPipeListener listener = NamedPipeListener.Listen(_name, _log);
        string remote = _name.Replace(@"\\.\", $@"\\{Environment.MachineName}\", StringComparison.Ordinal);
        _ = await Assert.ThrowsAnyAsync<IOException>(() => _connector.ConnectAsync(remote, Never).AsTask());
    }

    // The server may be quicker than the client's look at who it is.
    private async Task<bool> IsSentAwayAsync()
    {
        try
        {
            await using ILocalConnection away = await _connector.ConnectAsync(_name, Never);
            return await away.ReadAsync(new byte[1], Never) == 0;
        }
        catch (IOException e)
        {
            return e.InnerException is Win32Exception { NativeErrorCode: Win32Error.ERROR_PIPE_NOT_CONNECTED };
        }
    }

    private async Task<(NamedPipeConnection Server, ILocalConnection Client)> ConnectAsync(
        LocalIdentity opener, Func<SafePipeHandle, LocalIdentity, LocalIdentity> ofWriter)
    {
        OverlappedPipe pipe = new PipeInstances().Create(_name, first: true);
        ValueTask<bool> connecting = pipe.ConnectAsync(Never);
        ILocalConnection client = await _connector.ConnectAsync(_name, Never);
        Assert.True(await connecting);
        return (new NamedPipeConnection(pipe, opener, ofWriter), client);
    }

    // How many there will be is unknown: one that leaves at once may never be seen.
    private static async Task ServeAsync(NamedPipeListener listener, CancellationToken stop)
    {
        List<Task> clients = [];
        try
        {
            while (true)
            {
                clients.Add(EchoAsync(await listener.AcceptAsync(stop)));
            }
        }
        catch (OperationCanceledException)
        {
            // Everybody has been served.
        }

        await Task.WhenAll(clients);
    }

    private static async Task EchoAsync(ILocalConnection connection)
    {
        await using (connection)
        {
            byte[] buffer = new byte[16];
            int read;
            while ((read = await connection.ReadAsync(buffer, Never)) > 0)
            {
                await connection.WriteAsync(buffer.AsMemory(0, read), Never);
            }
        }
    }

    // The same text for both: Windows writes rights and accounts back in spellings of its own.
    private static string Canonical(string sddl)
    {
        using LocalDescriptor descriptor = LocalDescriptor.Parse(sddl);
        return Text(descriptor.Address);
    }

    private static string DaclOf(SafePipeHandle pipe)
    {
        Assert.Equal(0, GetSecurityInfo(pipe, Advapi32.SE_KERNEL_OBJECT, 4, 0, 0, out _, 0, out nint descriptor));
        string text = Text(descriptor);
        Marshal.FreeHGlobal(descriptor);
        return text;
    }

    private static string Text(nint descriptor)
    {
        Assert.True(ConvertSecurityDescriptorToStringSecurityDescriptor(descriptor, 1, 4, out nint text, out _));
        string copy = Marshal.PtrToStringUni(text)!;
        Marshal.FreeHGlobal(text);
        return copy;
    }

    [LibraryImport("advapi32.dll")]
    private static partial int GetSecurityInfo(
        SafePipeHandle handle, int kind, uint what, nint owner, nint group, out nint dacl, nint sacl,
        out nint descriptor);

    [LibraryImport("advapi32.dll", EntryPoint = "ConvertSecurityDescriptorToStringSecurityDescriptorW")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ConvertSecurityDescriptorToStringSecurityDescriptor(
        nint descriptor, uint revision, uint what, out nint text, out uint length);

    // One of the instances cannot be made.
    private sealed class FewInstances(int refused) : PipeInstances
    {
        public int Made { get; private set; }

        public override OverlappedPipe Create(string name, bool first) =>
            ++Made == refused ? throw new IOException($"no room for instance {refused}") : base.Create(name, first);
    }
}
