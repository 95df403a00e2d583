using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("windows")]

// Services and the registry are things of the whole machine; tests of them must not disturb each other.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
