namespace PedOS.Protocols.Database;

/// <summary>The type byte of a message.</summary>
public enum DatabaseMessageType : byte
{
    /// <summary>Client: one value.</summary>
    Read = 0,

    /// <summary>Client and both daemons: create or replace a value.</summary>
    Write = 1,

    /// <summary>Client: entries whose path begins so. Machine to dom0, empty path, once: everything.</summary>
    MultiRead = 2,

    /// <summary>Client: paths that begin so.</summary>
    List = 3,

    /// <summary>Client and both daemons: remove an entry, or with a slash at the end all below it.</summary>
    Rm = 4,

    /// <summary>Client: tell of changes.</summary>
    Watch = 5,

    /// <summary>Client: tell no more.</summary>
    Unwatch = 6,

    /// <summary>Done; the path is that of the request.</summary>
    RespOk = 7,

    /// <summary>No such entry.</summary>
    RespErrorNoEnt = 8,

    /// <summary>Refused.</summary>
    RespError = 9,

    /// <summary>The value of a READ.</summary>
    RespRead = 10,

    /// <summary>One entry of a MULTIREAD; an empty path ends them.</summary>
    RespMultiRead = 11,

    /// <summary>One path of a LIST; an empty one ends them.</summary>
    RespList = 12,

    /// <summary>Something changed; may come at any time, without the value.</summary>
    RespWatch = 13,
}
