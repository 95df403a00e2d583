using PedOS.Agents.Windows.Tests.Child;

// The tests start this program again as the child of a call.
return args is [ChildProgram.Marker, ..]
    ? ChildProgram.Run(args[1..])
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
