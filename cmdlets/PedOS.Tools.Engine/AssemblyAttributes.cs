using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// A DLL of the same name beside the program or in the current directory must never be taken for the system's.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
[assembly: InternalsVisibleTo("PedOS.Engine.Tests")]
[assembly: InternalsVisibleTo("PedOS.Engine.Windows.Tests")]
[assembly: InternalsVisibleTo("fuzz")]
[assembly: InternalsVisibleTo("framework")]

// Its Windows in memory has the rules of files in use beside the code that deals with them.
[assembly: InternalsVisibleTo("PedOS.TestKit")]
