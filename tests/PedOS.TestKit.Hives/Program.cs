using PedOS.TestKit.Hives;

// For other processes: the demo, the Pester suite, the benchmarks.
if (args is ["make-image", string folder, ..])
{
    int fill = args is [_, _, "--software-megabytes", string megabytes] ? int.Parse(megabytes, null) : 0;
    _ = WindowsImage.Create(folder, new WindowsImageOptions { SoftwareFill = fill });
    return 0;
}

if (args is ["add-xen-drivers", string image, string version])
{
    WindowsImage.Open(image).AddXenDrivers(version);
    return 0;
}

if (args is ["snapshot", string taken])
{
    foreach (string line in WindowsImage.Open(taken).Snapshot().Lines)
    {
        Console.WriteLine(line);
    }

    return 0;
}

Console.Error.WriteLine("usage: make-image DIR [--software-megabytes N] | add-xen-drivers DIR VERSION | snapshot DIR");
return 2;
