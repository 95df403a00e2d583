using Xunit;

namespace PedOS.Engine.Tests;

/// <summary>Tests that measure time: they come when all others have ended, one after the other.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
