using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Product;

/// <summary>The services of the product.</summary>
public static class ProductServices
{
    private const int RestartSeconds = 5;

    /// <summary>Program names of the services of a component, each after those it depends on.</summary>
    public static IReadOnlyList<string> Of(string component) =>
    [
        .. ProductPrograms.All
            .Where(p => p.Service is not null && p.Component == component)
            .Select(static p => p.Name),
    ];

    /// <summary>How a service is configured.</summary>
    /// <param name="program">Its program.</param>
    /// <param name="layout">Where the programs are.</param>
    public static ServiceConfiguration Settings(string program, ProductLayout layout)
    {
        ProductService service = ProductPrograms.Find(program)?.Service
            ?? throw new ArgumentOutOfRangeException(nameof(program), program, "no such service");
        return new(
            program,
            service.Title,
            service.Description,
            "\"" + layout.Programs + "\\" + program + ".exe\"",
            ServiceStart.Automatic,
            service.Needs,
            RestartSeconds);
    }
}
