namespace PedOS.Rpc.Files;

/// <summary>Is told how far a transfer is.</summary>
internal interface ISendProgress
{
    /// <summary>So many bytes of files more were sent.</summary>
    void Add(int bytes);

    /// <summary>All were.</summary>
    void Finish();
}
