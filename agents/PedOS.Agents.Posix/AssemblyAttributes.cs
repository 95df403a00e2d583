using System.Runtime.InteropServices;
using System.Runtime.Versioning;

// It is written for Linux alone; but a program chooses between two systems, and what is not Windows is Linux there.
[assembly: UnsupportedOSPlatform("windows")]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
