namespace PedOS.Tools.Engine.Machines;

/// <summary>What an account is to an automatic logon.</summary>
public enum LogonAccountKind
{
    /// <summary>There is no such local account.</summary>
    Missing,

    /// <summary>A local account whose password this machine keeps.</summary>
    Local,

    /// <summary>A local account that stands for one of Microsoft's servers, which keep its password.</summary>
    Online,
}
