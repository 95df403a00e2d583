using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Operations;

/// <summary>Where the two logs of an operation go: %TEMP%, or beside the journal of an image.</summary>
public static class OperationLogPlace
{
    /// <summary>Opens them.</summary>
    /// <param name="machine">The machine that is changed.</param>
    /// <param name="now">The time.</param>
    /// <param name="next">Is told everything too.</param>
    public static OperationLog Open(IMachine machine, Func<DateTimeOffset> now, IOperationObserver next)
    {
        if (machine.Kind is MachineKind.Live)
        {
            string folder = Path.GetTempPath();
            return new OperationLog(name => Local(Path.Combine(folder, name)), now, next);
        }

        SetupFolder books = new(machine);
        books.Lock().Dispose();
        return new OperationLog(name => machine.Files.OpenAppend($"{books.Path}\\{name}"), now, next);
    }

    private static AppendFile Local(string path) => new(path, path, static () => { });
}
