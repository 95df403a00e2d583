using PedOS.Demo.Scenes;

namespace PedOS.Demo;

/// <summary>The scenes in their order. The first one starts the guest, the last one stops it.</summary>
internal static class Playbill
{
    public static IReadOnlyList<IScene> Scenes { get; } =
    [
        new ArrivalScene(),
        new CommandScene(),
        new NamesScene(),
        new StreamScene(),
        new AllowedCallScene(),
        new RefusedCallScene(),
        new CrowdScene(),
        new RecoveryScene(),
        new DatabaseScene(),
        new NetworkScene(),
        new InstallScene(),
        new DepartureScene(),
    ];
}
