using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Tests.Child;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Sessions;

public sealed class SystemEventTests
{
    // What ordinary accounts may do with the events of the system: wait for them.
    private const string WaitOnly = "D:P(A;;0x100000;;;WD)";

    [Fact]
    public void TryOpen_OpensAnEvent_ThatMayOnlyBeWaitedFor()
    {
        string name = $"pedos-test-{Guid.NewGuid():N}";
        nint made = Create(name);
        try
        {
            Assert.Throws<UnauthorizedAccessException>(() => EventWaitHandle.OpenExisting(name));
            using SystemEvent? opened = SystemEvent.TryOpen(name);
            Assert.NotNull(opened);
            Assert.True(opened.WaitOne(0));
        }
        finally
        {
            Assert.True(NativeProbe.CloseHandle(made));
        }
    }

    [Fact]
    public void TryOpen_ReturnsNull_WhenThereIsNone() =>
        Assert.Null(SystemEvent.TryOpen($"pedos-test-{Guid.NewGuid():N}"));

    private static unsafe nint Create(string name)
    {
        using LocalDescriptor descriptor = LocalDescriptor.Parse(WaitOnly);
        SecurityAttributes attributes = SecurityAttributes.For(descriptor.Address, inheritable: false);
        nint made = NativeProbe.CreateEvent(&attributes, manualReset: 1, initialState: 1, name);
        Assert.NotEqual(0, made);
        return made;
    }
}
