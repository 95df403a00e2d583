using PedOS.Agents.Windows.Hosting;

namespace PedOS.Engine.Windows.Tests.Child;

/// <summary>A service that runs until it is stopped; one whose name ends with "fails" ends at once.</summary>
internal static class ChildService
{
    public const string Marker = "--service";

    public static int Run(string name) => WindowsService.Run(
        name,
        async stopping =>
        {
            if (name.EndsWith("fails", StringComparison.Ordinal))
            {
                return 42;
            }

            TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using (stopping.Register(stopped.SetResult))
            {
                await stopped.Task;
            }

            return 0;
        },
        new ServiceEvents());
}
