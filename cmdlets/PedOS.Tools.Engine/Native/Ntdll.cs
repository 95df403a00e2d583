using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>What the kernel tells about itself.</summary>
internal static class Ntdll
{
    public const int SystemTimeOfDayInformation = 3;

    /// <returns>An NTSTATUS.</returns>
    [DllImport("ntdll.dll", ExactSpelling = true)]
    public static extern int NtQuerySystemInformation(int what, out TimeOfDay information, int size, out int length);

    /// <summary>SYSTEM_TIMEOFDAY_INFORMATION; times in 100 ns since 1601.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeOfDay
    {
        public long BootTime;
        public long CurrentTime;
        public long TimeZoneBias;
        public uint TimeZoneId;
        public uint Reserved;
        public ulong BootTimeBias;
        public ulong SleepTimeBias;
    }
}
