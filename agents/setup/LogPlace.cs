using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;

namespace PedOS.Setup;

/// <summary>Where the two logs of an operation go: %TEMP%, or beside the journal of an image.</summary>
internal static class LogPlace
{
    /// <summary>Opens them.</summary>
    /// <param name="machine">The machine that is changed.</param>
    /// <param name="time">Tells when.</param>
    /// <param name="next">Is told everything too.</param>
    public static OperationLog Open(IMachine machine, TimeProvider time, IOperationObserver next)
    {
        if (machine.Kind is MachineKind.Live)
        {
            string folder = Path.GetTempPath();
            return new OperationLog(name => Local(Path.Join(folder, name)), time.GetUtcNow, next);
        }

        SetupFolder books = new(machine);
        books.Lock().Dispose();
        return new OperationLog(name => machine.Files.OpenAppend($"{books.Path}\\{name}"), time.GetUtcNow, next);
    }

    private static AppendFile Local(string path) => new(path, path, static () => { });
}
