#!/usr/bin/env -S dotnet run --file
#:property PublishAot=false
#:project build/PedOS.Build.csproj

// The door: all build logic is in build/, a project so that the formatter, the analyzers and tests/PedOS.Build.Tests
// see it.
return await PedOS.Build.Targets.BuildProgram.RunAsync(args);
