using PedOS.Engine.Windows.Tests.Child;

// The tests install this program as a service.
return args is [ChildService.Marker, string name] ? ChildService.Run(name)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
