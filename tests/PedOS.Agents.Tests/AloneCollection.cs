using Xunit;

namespace PedOS.Agents.Tests;

/// <summary>Tests that measure what the whole process does: no other test runs beside them.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
