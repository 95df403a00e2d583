using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>Owners and lists of folders that are not made by a rule of ours.</summary>
public static class FakeSecurity
{
    private const uint FullControl = 0x1f01ff;
    private const byte ToEverythingBelow = 3;

    private static readonly byte[] Administrators = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0];

    // S-1-5-21-1-2-3-1001.
    private static readonly byte[] User =
        [1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0xe9, 3, 0, 0];

    /// <summary>A folder that an administrator has made, and that hands down what the one above does.</summary>
    public static byte[] OfAdministrator { get; } =
        SecurityDescriptor.Compose(Administrators, Administrators, 0, [Allow(Administrators), Allow(User)]);

    /// <summary>A folder that a user has made; he may do everything with it, and with what he owns.</summary>
    public static byte[] OfUser { get; } = SecurityDescriptor.Compose(User, User, 0, [Allow(User)]);

    private static byte[] Allow(byte[] sid) =>
    [
        0, ToEverythingBelow, .. BitConverter.GetBytes((ushort)(8 + sid.Length)), .. BitConverter.GetBytes(FullControl),
        .. sid,
    ];
}
