namespace PedOS.TestKit.Hives;

/// <summary>Formats of hives that Windows writes today.</summary>
public enum HiveFormat
{
    /// <summary>1.5, what the hives of a machine have: lists with hashes, long values in pieces.</summary>
    Machine = 5,

    /// <summary>1.3, what <c>reg save</c> and backups have: other lists, long values as they are.</summary>
    Saved = 3,
}
