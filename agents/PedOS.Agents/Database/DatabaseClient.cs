using System.Runtime.CompilerServices;
using System.Text;
using PedOS.Agents.Async;
using PedOS.Agents.LocalEndpoints;
using PedOS.Protocols;
using PedOS.Protocols.Database;

namespace PedOS.Agents.Database;

/// <summary>
/// The configuration database through its daemon: one connection for commands, made when the first one comes and again
/// after it was lost, and one for each watch.
/// </summary>
/// <param name="connector">How to connect.</param>
/// <param name="endpoint">Where the daemon listens: path of its socket, or name of its pipe.</param>
/// <param name="time">Clock of the pauses between attempts.</param>
public sealed class DatabaseClient(ILocalConnector connector, string endpoint, TimeProvider time) : IDatabase
{
    private readonly SemaphoreSlim _turn = new(1);
    private DatabaseConnection? _commands;

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) =>
        RunAsync(DatabaseMessageType.Read, path, default, ReceiveValueAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DatabaseEntry>> ReadAllAsync(string prefix, CancellationToken cancellationToken) =>
        RunAsync(DatabaseMessageType.MultiRead, prefix, default, ReceiveEntriesAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        RunAsync(DatabaseMessageType.List, prefix, default, ReceivePathsAsync, cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(string path, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        if (!DatabasePath.IsStorableValue(value.Span))
        {
            return Task.FromException(new DatabaseException(
                $"a value for {path} has at most {DatabaseAbi.MaxValue} bytes and no NUL, not {value.Length}"));
        }

        return DatabasePath.IsStorable(Encoding.UTF8.GetBytes(path))
            ? RunAsync(DatabaseMessageType.Write, path, value, ReceiveDoneAsync, cancellationToken)
            : Task.FromException(new DatabaseException($"no entry can have the path \"{path}\""));
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string path, CancellationToken cancellationToken) =>
        RunAsync(DatabaseMessageType.Rm, path, default, ReceiveDoneAsync, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> WatchAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Demand(path);
        Backoff backoff = new(time, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
        while (true)
        {
            DatabaseConnection? watch = await TryOpenWatchAsync(path, cancellationToken);
            if (watch is not null)
            {
                await using (watch)
                {
                    backoff.Reset();
                    string? changed = path;
                    while (changed is not null)
                    {
                        yield return changed;
                        changed = await NextEventAsync(watch, cancellationToken);
                    }
                }
            }

            await backoff.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _turn.Dispose();
    }

    private static async Task<byte[]?> ReceiveValueAsync(
        DatabaseConnection connection, string path, CancellationToken cancellationToken)
    {
        DatabaseConnection.Answer answer = await connection.ReceiveAsync(cancellationToken);
        return answer.Type == DatabaseMessageType.RespErrorNoEnt
            ? null
            : Expect(answer, DatabaseMessageType.RespRead, path).Data;
    }

    private static async Task<IReadOnlyList<DatabaseEntry>> ReceiveEntriesAsync(
        DatabaseConnection connection, string prefix, CancellationToken cancellationToken)
    {
        List<DatabaseEntry> entries = [];
        while (true)
        {
            DatabaseConnection.Answer answer = Expect(
                await connection.ReceiveAsync(cancellationToken),
                DatabaseMessageType.RespMultiRead,
                prefix);
            if (answer.Path.Length == 0)
            {
                if (prefix.Length == 0)
                {
                    // Everything comes in descending order.
                    entries.Reverse();
                }

                return entries;
            }

            entries.Add(new DatabaseEntry(answer.Path, answer.Data));
        }
    }

    private static async Task<IReadOnlyList<string>> ReceivePathsAsync(
        DatabaseConnection connection, string prefix, CancellationToken cancellationToken)
    {
        List<string> paths = [];
        while (true)
        {
            DatabaseConnection.Answer answer = Expect(
                await connection.ReceiveAsync(cancellationToken),
                DatabaseMessageType.RespList,
                prefix);
            if (answer.Path.Length == 0)
            {
                return paths;
            }

            paths.Add(answer.Path);
        }
    }

    private static async Task<bool> ReceiveDoneAsync(
        DatabaseConnection connection, string path, CancellationToken cancellationToken)
    {
        DatabaseConnection.Answer answer = await connection.ReceiveAsync(cancellationToken);
        return answer.Type != DatabaseMessageType.RespErrorNoEnt
            && Expect(answer, DatabaseMessageType.RespOk, path).Type == DatabaseMessageType.RespOk;
    }

    private static DatabaseConnection.Answer Expect(
        DatabaseConnection.Answer answer, DatabaseMessageType type, string path) =>
        answer.Type == type ? answer
        : answer.Type == DatabaseMessageType.RespError
            ? throw new DatabaseException(
                $"the database refused {path}: this account may not do that, or the database is full")
            : throw new ProtocolException(
                "DatabaseAnswer", $"the daemon answered {(byte)answer.Type} instead of {(byte)type}");

    private static void Demand(string path)
    {
        if (!DatabasePath.IsLegal(Encoding.UTF8.GetBytes(path)))
        {
            throw new DatabaseException(
                $"\"{path}\" is no path: at most {DatabaseAbi.MaxPath} of A-Z a-z 0-9 _ - / . : @, no - at the start");
        }
    }

    private static async Task<string?> NextEventAsync(DatabaseConnection watch, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                DatabaseConnection.Answer answer = await watch.ReceiveAsync(cancellationToken);
                if (answer.Type == DatabaseMessageType.RespWatch)
                {
                    return answer.Path;
                }
            }
        }
        catch (Exception e) when (e is IOException or ProtocolException)
        {
            return null;
        }
    }

    private static async ValueTask CloseAsync(DatabaseConnection? connection)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<DatabaseConnection?> TryOpenWatchAsync(string path, CancellationToken cancellationToken)
    {
        DatabaseConnection? connection = null;
        try
        {
            connection = await ConnectAsync(cancellationToken);
            await connection.SendAsync(DatabaseMessageType.Watch, path, default, cancellationToken);
            _ = await ReceiveDoneAsync(connection, path, cancellationToken);
            return connection;
        }
        catch (Exception e) when (e is IOException or ProtocolException)
        {
            // A daemon that is away comes back; one that refuses would refuse again.
            await CloseAsync(connection);
            return null;
        }
        catch
        {
            await CloseAsync(connection);
            throw;
        }
    }

    private async Task<T> RunAsync<T>(
        DatabaseMessageType type,
        string path,
        ReadOnlyMemory<byte> value,
        Func<DatabaseConnection, string, CancellationToken, Task<T>> receiveAsync,
        CancellationToken cancellationToken)
    {
        Demand(path);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                bool isFresh = _commands is null;
                try
                {
                    _commands ??= await ConnectAsync(cancellationToken);
                    await _commands.SendAsync(type, path, value, cancellationToken);
                    return await receiveAsync(_commands, path, cancellationToken);
                }
                catch (DatabaseException)
                {
                    // An answer like any other.
                    throw;
                }
                catch (IOException e)
                {
                    bool mayRetry = !isFresh && !_commands!.HasAnswered;
                    await DropAsync();
                    if (!mayRetry)
                    {
                        throw new DatabaseException(
                            $"the configuration database cannot be reached at {endpoint}: {e.Message}; "
                            + "is PedOSdb-daemon running and connected to dom0?",
                            e);
                    }
                }
                catch (ProtocolException e)
                {
                    await DropAsync();
                    throw new DatabaseException($"the daemon at {endpoint} is no database: {e.Message}", e);
                }
                catch
                {
                    // Given up in the middle: the answer would be taken for that of the next request.
                    await DropAsync();
                    throw;
                }
            }
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    private async Task<DatabaseConnection> ConnectAsync(CancellationToken cancellationToken) =>
        new(await connector.ConnectAsync(endpoint, cancellationToken));

    private async ValueTask DropAsync()
    {
        await CloseAsync(_commands);
        _commands = null;
    }
}
