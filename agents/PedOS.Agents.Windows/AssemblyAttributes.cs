using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("windows")]

// A DLL of the same name beside the program or in the current directory must never be taken for the system's.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

// Native calls see blittable arguments only; the generated marshalling does the rest.
[assembly: DisableRuntimeMarshalling]
[assembly: InternalsVisibleTo("PedOS.Agents.Windows.Tests")]
