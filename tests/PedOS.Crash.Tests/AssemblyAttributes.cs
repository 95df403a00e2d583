using System.Runtime.Versioning;
using Xunit;

[assembly: SupportedOSPlatform("linux")]
[assembly: Trait("Evidence", "peer")]

// Each test is a storm of its own; two at once would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
