using PedOS.Agents.Windows.Hosting;

namespace PedOS.Agents.Windows.Tests.Child;

/// <summary>A small service; what happens to it is appended to a file.</summary>
internal static class ChildService
{
    public static int Run(string name, string file)
    {
        int code = WindowsService.Run(
            name,
            async stopping =>
            {
                await File.AppendAllTextAsync(file, "started ", CancellationToken.None);
                TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
                using (stopping.Register(stopped.SetResult))
                {
                    await stopped.Task;
                }

                await File.AppendAllTextAsync(file, "stopping ", CancellationToken.None);
                return 42;
            },
            new ServiceEvents());
        File.AppendAllText(file, "left");
        return code;
    }
}
