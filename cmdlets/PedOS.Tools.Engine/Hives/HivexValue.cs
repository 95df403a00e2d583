namespace PedOS.Tools.Engine.Hives;

/// <summary>A value on its way into or out of libhivex.</summary>
/// <param name="Name">"" for the default value.</param>
/// <param name="Type">As it is stored.</param>
/// <param name="Data">Its bytes.</param>
internal sealed record HivexValue(string Name, int Type, byte[] Data);
