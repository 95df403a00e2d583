using System.Runtime.Versioning;
using Xunit;

[assembly: SupportedOSPlatform("linux")]
[assembly: Trait("Evidence", "peer")]

// All tests share the kernel's tables of one namespace.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
