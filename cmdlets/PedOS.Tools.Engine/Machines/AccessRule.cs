namespace PedOS.Tools.Engine.Machines;

/// <summary>Who may do what with a file or directory: the few rules these tools need, each a complete list.</summary>
public enum AccessRule
{
    /// <summary>
    /// Programs: SYSTEM and administrators everything, users read and execute; not inherited from above.
    /// <c>O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)</c>.
    /// </summary>
    Programs,

    /// <summary>
    /// State of the services: SYSTEM and administrators only, not inherited from above.
    /// <c>O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)</c>.
    /// </summary>
    AdministratorsOnly,
}
