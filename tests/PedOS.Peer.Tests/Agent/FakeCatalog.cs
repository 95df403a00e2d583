using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;

namespace PedOS.Peer.Tests.Agent;

/// <summary>Services by name: any is there but those whose name says otherwise.</summary>
internal sealed class FakeCatalog : IServiceCatalog
{
    /// <summary>Whether qubes.WaitForSession is there; null: it is there and cannot be used.</summary>
    public bool? HasHelper { get; set; } = true;

    public ServiceSettings ReadSettings(ServiceCall call) => call.Name switch
    {
        "test.BadSettings" => throw new ServiceException(QrexecAbi.QREXEC_EXIT_PROBLEM, "settings"),
        "test.Waits" => new ServiceSettings { WaitForSession = true },
        "test.WaitsForA" => new ServiceSettings { WaitForSession = true, ForceUser = "Ayşe" },
        _ => ServiceSettings.Default,
    };

    public CallPlan Plan(QrexecCommand command, ServiceSettings settings) => command.Service!.Name == "test.Absent"
        ? throw new ServiceException(QrexecAbi.QREXEC_EXIT_SERVICE_NOT_FOUND, "absent")
        : Program(command.Service.Name, command.User);

    public ProcessPlan PlanShell(QrexecCommand command) => Program(command.Text, command.User);

    public ProcessPlan? PlanHelper(string name, string source) => HasHelper switch
    {
        true => Program(name, source),
        false => null,
        _ => throw new ServiceException(QrexecAbi.QREXEC_EXIT_PROBLEM, "helper"),
    };

    private static ProcessPlan Program(string name, string user) => new(name, [], null, [], user, true);
}
