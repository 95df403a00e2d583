using System.Text;
using PedOS.Agents.Database;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseCommand;

/// <summary>Carries out one command.</summary>
/// <param name="database">The database.</param>
/// <param name="options">What to do.</param>
/// <param name="answers">Takes what was found.</param>
/// <param name="error">Standard error.</param>
internal sealed class DatabaseCommands(
    IDatabase database, CommandOptions options, Answers answers, TextWriter error) : IDisposable
{
    /// <summary>Exit code: everything was done.</summary>
    public const int Done = 0;

    /// <summary>Exit code: something failed.</summary>
    public const int Failed = 1;

    /// <summary>Exit code: nothing failed, but there is no such path.</summary>
    public const int Absent = 2;

    private readonly SemaphoreSlim _printing = new(1);
    private int _changesLeft = options.Count;
    private int _result = Done;

    /// <summary>Does it.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Command == "watch")
        {
            return await WatchAsync(cancellationToken);
        }

        int step = options.Command == "write" ? 2 : 1;
        for (int i = 0; i < options.Arguments.Count; i += step)
        {
            string path = options.Arguments[i];
            try
            {
                await RunAsync(path, i, cancellationToken);
            }
            catch (DatabaseException e)
            {
                Complain($"{options.Command} {path}: {e.Message}");
                _result = Failed;
            }
        }

        // An object without what could not be asked for would read as if it were not there.
        if (_result != Failed)
        {
            await answers.FinishAsync(cancellationToken);
        }

        return _result;
    }

    /// <inheritdoc/>
    public void Dispose() => _printing.Dispose();

    private async Task RunAsync(string path, int index, CancellationToken cancellationToken)
    {
        switch (options.Command)
        {
            case "read":
                await ReadAsync(path, cancellationToken);
                break;
            case "write":
                byte[] value = Encoding.UTF8.GetBytes(options.Arguments[index + 1]);
                await database.WriteAsync(path, value, cancellationToken);
                break;
            case "rm":
                // Nothing there is as good as removed, for the original too.
                _ = await database.RemoveAsync(path, cancellationToken);
                break;
            case "list":
                foreach (string found in await database.ListAsync(path, cancellationToken))
                {
                    await answers.PathAsync(found, path, cancellationToken);
                }

                break;
            default:
                foreach (DatabaseEntry entry
                    in await database.ReadAllAsync(path, cancellationToken))
                {
                    await answers.EntryAsync(entry, path, cancellationToken);
                }

                break;
        }
    }

    private async Task ReadAsync(string path, CancellationToken cancellationToken)
    {
        byte[]? value = options.Wait
            ? await WaitForAsync(path, cancellationToken)
            : await database.ReadAsync(path, cancellationToken);
        value ??= options.Default is { } instead ? Encoding.UTF8.GetBytes(instead) : null;
        if (value is null)
        {
            Complain($"there is no {path}");
            _result = _result == Done ? Absent : _result;
        }
        else
        {
            await answers.ValueAsync(path, value, cancellationToken);
        }

        if (options.Remove)
        {
            _ = await database.RemoveAsync(path, cancellationToken);
        }
    }

    private async Task<byte[]?> WaitForAsync(string path, CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(path, cancellationToken) is { } present)
        {
            return present;
        }

        await foreach (string _ in database.WatchAsync(path, cancellationToken))
        {
            if (await database.ReadAsync(path, cancellationToken) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private async Task<int> WatchAsync(CancellationToken cancellationToken)
    {
        if (options.Count == 0)
        {
            return Done;
        }

        try
        {
            // A watch waits for ever for a daemon; a person who asks now is told that there is none.
            _ = await database.ReadAsync(options.Arguments[0], cancellationToken);
            using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task[] watches = [.. options.Arguments.Select(path => WatchAsync(path, enough))];
            try
            {
                await Task.WhenAll(watches);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // So many changes were asked for.
            }

            return Done;
        }
        catch (DatabaseException e)
        {
            Complain($"watch: {e.Message}");
            return Failed;
        }
    }

    private async Task WatchAsync(string path, CancellationTokenSource enough)
    {
        try
        {
            bool stands = false;
            await foreach (string changed in database.WatchAsync(path, enough.Token))
            {
                if (stands)
                {
                    await AnnounceAsync(changed, enough);
                }

                stands = true;
            }
        }
        catch (DatabaseException)
        {
            await enough.CancelAsync();
            throw;
        }
    }

    private async Task AnnounceAsync(string changed, CancellationTokenSource enough)
    {
        await _printing.WaitAsync(enough.Token);
        try
        {
            if (_changesLeft != 0)
            {
                await answers.ChangeAsync(changed, enough.Token);
                _changesLeft -= _changesLeft > 0 ? 1 : 0;
            }
        }
        finally
        {
            _ = _printing.Release();
        }

        if (_changesLeft == 0)
        {
            await enough.CancelAsync();
        }
    }

    private void Complain(string what)
    {
        if (!options.Quiet)
        {
            error.WriteLine($"pedosdb: {what}");
        }
    }
}
