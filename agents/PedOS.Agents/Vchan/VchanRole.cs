namespace PedOS.Agents.Vchan;

/// <summary>Which end of a vchan this is. The server makes the rings and chooses their sizes.</summary>
public enum VchanRole
{
    /// <summary>Made the channel and waits for the client.</summary>
    Server,

    /// <summary>Connected to a channel that the other machine made.</summary>
    Client,
}
