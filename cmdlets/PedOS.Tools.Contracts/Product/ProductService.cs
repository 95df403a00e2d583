namespace PedOS.Tools.Contracts.Product;

/// <summary>How a program of the product is shown and started by the service manager.</summary>
/// <param name="Title">Its name in the list of services.</param>
/// <param name="Description">What it does, one sentence.</param>
/// <param name="Needs">Name of the service that has to run before it; "" for none.</param>
public sealed record ProductService(string Title, string Description, string Needs = "");
