using PedOS.Agents.Hosting;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Settings;
using PedOS.Agents.Vchan;

namespace PedOS.Agents.Tests.Hosting;

/// <summary>A system that writes down what the frame asks of it.</summary>
internal sealed class RecordingGuest(CancellationToken stopping) : Guest, IDisposable
{
    private readonly TestDirectory _directory = new();

    public List<string> Said { get; } = [];

    public override string SystemName => "none";

    public override EndpointNames Endpoints { get; } = new("agent", "database", string.Empty);

    public override ILocalConnector Connector => throw new NotSupportedException();

    public override int FlushToDisk(FileStream file) => throw new NotSupportedException();

    public override IStandardStreams Streams => throw new NotSupportedException();

    public override void Harden() => Said.Add("harden");

    public override async Task<int> RunServiceAsync(string name, Func<CancellationToken, Task<int>> workAsync)
    {
        Said.Add($"service {name}");
        int code = await workAsync(stopping);
        Said.Add("service ended");
        return code;
    }

    public override void ReportReady() => Said.Add("ready");

    public override IDisposable OnResume(Action resumed) => throw new NotSupportedException();

    public override ILocalListener Listen(string endpoint, ILog log) => throw new NotSupportedException();

    public override IVchanTransport OpenTransport(TimeProvider time)
    {
        Said.Add("transport");
        return new Transport(Said);
    }

    public override ISettingsStore OpenSettings(TimeProvider time)
    {
        Said.Add("settings");
        return new Store(Said, _directory.Path);
    }

    public override IReadOnlyList<string> LogDirectories => [_directory.Path];

    public override LogDirectory OpenLogDirectory(string directory) => LogDirectory.Unchecked(directory);

    public override IEventLog? OpenEventLog(ProgramDescription program)
    {
        Said.Add($"events of {program.Kind}");
        return null;
    }

    public override ISessions OpenSessions() => throw new NotSupportedException();

    public override string PathOf(string name) => name;

    public override string StateFolderOf(string program) => program;

    public void Dispose() => _directory.Dispose();

    private sealed class Transport(List<string> said) : IVchanTransport
    {
        public IVchan Listen(uint peerDomain, uint port, int minReadRing, int minWriteRing) =>
            throw new NotSupportedException();

        public ValueTask<IVchan> ConnectAsync(uint serverDomain, uint port, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void Dispose() => said.Add("transport closed");
    }

    private sealed class Store(List<string> said, string logs) : ISettingsStore
    {
        public string Source => "here";

        public string? Problem => null;

        public SettingValue Read(string program, string name) =>
            name == "LogDir" ? SettingValue.OfText(logs) : SettingValue.None;

        public void Watch(Action changed)
        {
            lock (said)
            {
                said.Add("watched");
            }
        }

        public ValueTask DisposeAsync()
        {
            said.Add("settings closed");
            return ValueTask.CompletedTask;
        }
    }
}
