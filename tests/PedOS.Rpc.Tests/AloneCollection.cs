using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>Tests that look at what the whole process has: they come when all others have ended, one by one.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
