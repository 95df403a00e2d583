using System.Runtime.InteropServices;

// Nothing that is declared here is ever called.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
