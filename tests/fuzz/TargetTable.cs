using PedOS.Fuzz.Targets;

namespace PedOS.Fuzz;

/// <summary>Every target; a new parser is one more line.</summary>
public static class TargetTable
{
    public static readonly IReadOnlyList<FuzzTarget> All =
    [
        new("frame", "MessageFrame.TryRead MessageHeader.Read", FrameTargets.Frame),
        new("address", "ChannelAddress.Read", FrameTargets.Address),
        new("hello", "Hello.TryRead", FrameTargets.Hello),
        new("ident", "RequestIdent.TryRead", FrameTargets.Ident),
        new("printable", "", FrameTargets.Printable),
        new("control", "ControlReader.TryRead", ControlTarget.Run),
        new("trigger", "TriggerRequest.TryRead", TriggerTarget.Run),
        new("command", "QrexecCommand.TryParse", CommandTargets.Command),
        new("service-call", "ServiceCall.TryParse", CommandTargets.ServiceCall),
        new("command-words", "CommandWords.TryRead", CommandWordsTarget.Run),
        new("settings", "ServiceSettingsReader.Read", SettingsTarget.Run),
        new("tcp-address", "TcpServiceAddress.TryResolve", TcpAddressTarget.Run),
        new("data-frames", "DataFrameReader.TryReadHello DataFrameReader.TryRead", DataTargets.Frames),
        new("service-stream", "ServiceStreamState.Receive", StreamTargets.Service),
        new("caller-stream", "CallerStreamState.Receive", StreamTargets.Caller),
        new("wrapper", "WrapperCodec.TryRead", WrapperTarget.Run),
        new(
            "network",
            "AddressText.TryParseHost AddressText.TryParseLength AddressText.TryParseMask AddressText.TryParseNumber "
            + "MacAddress.TryParse NetworkSettingsReader.TryRead",
            NetworkTarget.Run),
        new("clock-claim", "", DateTarget.RunClaim),
        new("date", "DateText.TryRead", DateTarget.Run),
        new("clipboard", "ClipboardText.TryRead", ClipboardTarget.Run),
        new("json", "", SetupTargets.Json),
        new("package-list", "", SetupTargets.PackageFiles),
        new("signature", "", SetupTargets.Signature),
        new("journal", "", SetupTargets.Journal),
        new("hive", "", HiveTarget.Run),
        new("hive-changes", "", HiveChangesTarget.Run),
        new("database-request", "DatabaseHeader.Read ClientRequestReader.TryRead", DatabaseTargets.Request),
        new("database-answer", "ClientAnswerReader.TryRead", DatabaseTargets.Answer),
        new("database-link", "LinkReader.TryRead", DatabaseTargets.Link),
        new("file-copy", "FileCopyReader.Read EntryHeader.Read", FileCopyTargets.Stream),
        new("file-copy-result", "FileCopyResult.TryRead", FileCopyTargets.Result),
        new("windows-name", "", FileCopyTargets.Name),
    ];
}
