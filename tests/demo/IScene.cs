namespace PedOS.Demo;

/// <summary>One thing the demo shows. A new scene is one class, named in <see cref="Playbill"/>.</summary>
internal interface IScene
{
    /// <summary>Headline.</summary>
    string Title { get; }

    /// <summary>Shows it; every claim goes through <see cref="Stage.Check"/>.</summary>
    Task PlayAsync(Stage stage, CancellationToken cancellationToken);
}
