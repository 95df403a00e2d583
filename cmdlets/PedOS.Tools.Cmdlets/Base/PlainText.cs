using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>Objects that are a text by themselves: names, numbers, dates, paths.</summary>
internal static class PlainText
{
    /// <summary>The text of an object, the same in every culture.</summary>
    /// <returns>Null when it has none, or only the name of its type.</returns>
    public static string? Of(object? value) => Unwrap(value) switch
    {
        string text => text,
        DBNull => null,
        Uri uri => uri.OriginalString,
        FileSystemInfo file => file.ToString(),
        Version version => version.ToString(),
        IPAddress address => address.ToString(),

        // Characters, numbers, truth values, dates, names of an enumeration; identifiers and times besides.
        IConvertible plain => plain.ToString(CultureInfo.InvariantCulture),
        ValueType and IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>An object without what PowerShell puts around it.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>What an object is, for people.</summary>
    public static string Kind(object? value) => Unwrap(value)?.GetType().Name ?? "nothing (null)";
}
