using PedOS.Agents.Windows.Tests.Child;

// The tests start this program again as the child of a call, or, by a variable, as a wrapper, which gets no arguments.
return args is [ChildProgram.Marker, ..] ? ChildProgram.Run(args[1..])
    : Environment.GetEnvironmentVariable(ChildProgram.Variable) is { } child ? ChildProgram.Run([child])
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
