using PedOS.TestKit.Hives;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>A Windows image of one test.</summary>
public sealed class ImageFixture : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pedos-image-");

    private ImageFixture(WindowsImageOptions? options) =>
        Image = WindowsImage.Create(_directory.FullName, options);

    public WindowsImage Image { get; }

    public static ImageFixture CreateOrSkip(WindowsImageOptions? options = null)
    {
        Assert.SkipUnless(WindowsImage.MissingReason is null, WindowsImage.MissingReason ?? "");
        return new ImageFixture(options);
    }

    public ImageMachine Open(ImageUse use = ImageUse.Change) => ImageMachine.Open(Image.Root, use);

    public WindowsImageSnapshot SnapshotOrSkip()
    {
        Assert.SkipUnless(WindowsImageSnapshot.MissingReason is null, WindowsImageSnapshot.MissingReason ?? "");
        return Image.Snapshot();
    }

    /// <summary>The hive as an independent program writes it out, each value with its key.</summary>
    public static IReadOnlyList<string> ExportOrSkip(string hive)
    {
        Assert.SkipUnless(WindowsImageSnapshot.MissingReason is null, WindowsImageSnapshot.MissingReason ?? "");
        return WindowsImageSnapshot.Export(hive, "H");
    }

    public static SetupException Refused(SetupError error, Action action)
    {
        SetupException e = Assert.Throws<SetupException>(action);
        Assert.Equal(error, e.Error);
        Assert.NotEmpty(e.Message);
        Assert.NotEmpty(e.Remedy);
        return e;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
