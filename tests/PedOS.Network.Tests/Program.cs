using PedOS.Network.Tests;

// The whole run moves into a network namespace of its own, so that no test can reach the machine's network.
return OwnNamespace.Enter(args) ?? await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
