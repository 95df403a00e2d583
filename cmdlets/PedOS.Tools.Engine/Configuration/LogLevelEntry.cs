using PedOS.Tools.Contracts;

namespace PedOS.Tools.Engine.Configuration;

/// <summary>How much a program logs.</summary>
/// <param name="Component">The program; "" for every program that has no level of its own.</param>
/// <param name="Level">The level in force.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record LogLevelEntry(string Component, LogLevel Level, SettingSource Source);
