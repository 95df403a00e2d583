namespace PedOS.Protocols.Wrapper;

/// <summary>What a call runs; decided by the agent, carried out by the wrapper.</summary>
public abstract record CallPlan;
