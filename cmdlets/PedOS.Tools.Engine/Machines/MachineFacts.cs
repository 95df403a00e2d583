namespace PedOS.Tools.Engine.Machines;

/// <summary>What a machine is.</summary>
/// <param name="ProductName">As Windows calls itself, for people.</param>
/// <param name="Build">CurrentBuildNumber: 17763 is Windows 10 1809 and Server 2019.</param>
/// <param name="Is64Bit">Whether it is an x64 Windows.</param>
/// <param name="SystemDrive">Letter and colon of the volume Windows is on, as it sees it: <c>C:</c>.</param>
/// <param name="WindowsDirectory">For example <c>C:\Windows</c>.</param>
/// <param name="ProgramFiles">For example <c>C:\Program Files</c>.</param>
/// <param name="ProgramData">For example <c>C:\ProgramData</c>.</param>
/// <param name="Location">Where it is, for messages: the computer's name, or the folder of the image.</param>
public sealed record MachineFacts(
    string ProductName,
    int Build,
    bool Is64Bit,
    string SystemDrive,
    string WindowsDirectory,
    string ProgramFiles,
    string ProgramData,
    string Location)
{
    /// <summary>The oldest Windows that is supported: Windows 10 1809, Server 2019.</summary>
    public const int LeastBuild = 17763;

    /// <summary>Whether it is a Windows for ARM processors.</summary>
    public bool IsForArm { get; init; }

    /// <summary>Where the engine keeps its books.</summary>
    public string SetupFolder => ProgramFiles + @"\PedOS Setup";

    /// <summary>Where files are that are in use although they were replaced or removed.</summary>
    public string AsideFolder => SetupFolder + @"\old";
}
