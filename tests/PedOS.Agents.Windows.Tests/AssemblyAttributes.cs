using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("windows")]
[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

// Pipes, jobs and services are things of the whole machine; tests that time them must not disturb each other.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
