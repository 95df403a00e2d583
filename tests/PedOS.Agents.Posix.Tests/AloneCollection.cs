using Xunit;

namespace PedOS.Agents.Posix.Tests;

/// <summary>Tests that change what the whole process has: they come when all others have ended, one by one.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
