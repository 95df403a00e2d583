using System.Runtime.Versioning;
using Xunit;

[assembly: SupportedOSPlatform("linux")]
[assembly: Trait("Evidence", "peer")]

// They count handles and children of this process, and one variable tells where the programs are.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
