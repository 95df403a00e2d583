using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Tests.Child;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Sessions;

public sealed class SystemEventTests
{
    // What ordinary accounts may do with the events of the system: wait for them.
    private const string WaitOnly = "D:P(A;;0x100000;;;WD)";

    // Windows' rule: who may only wait is refused when more is asked for. Wine refuses the owner of an event nothing,
    // so what was asked for is looked at.
    [Fact]
    public void TryOpen_AsksForNoMoreThanToWait()
    {
        string name = $"pedos-test-{Guid.NewGuid():N}";
        nint made = Create(name);
        try
        {
            using SystemEvent? opened = SystemEvent.TryOpen(name);
            Assert.NotNull(opened);
            Assert.True(opened.WaitOne(0));
            Assert.Equal(Kernel32.SYNCHRONIZE, RightsOf(opened));
        }
        finally
        {
            Assert.True(NativeProbe.CloseHandle(made));
        }
    }

    [Fact]
    public void TryOpen_ReturnsNull_WhenThereIsNone() =>
        Assert.Null(SystemEvent.TryOpen($"pedos-test-{Guid.NewGuid():N}"));

    private static unsafe uint RightsOf(WaitHandle handle)
    {
        // OBJECT_BASIC_INFORMATION: the attributes, then the rights.
        const int Size = 14;
        uint* information = stackalloc uint[Size];
        Assert.Equal(
            0,
            NativeProbe.NtQueryObject(
                handle.SafeWaitHandle.DangerousGetHandle(), 0, information, Size * sizeof(uint), out _));
        return information[1];
    }

    private static unsafe nint Create(string name)
    {
        using LocalDescriptor descriptor = LocalDescriptor.Parse(WaitOnly);
        SecurityAttributes attributes = SecurityAttributes.For(descriptor.Address, inheritable: false);
        nint made = NativeProbe.CreateEvent(&attributes, manualReset: 1, initialState: 1, name);
        Assert.NotEqual(0, made);
        return made;
    }
}
