using System.Globalization;

namespace PedOS.Protocols.Vchan;

/// <summary>
/// Names of the socket flavour of vchan: <c>vchan.SERVER.CLIENT.PORT.sock</c>, three decimal numbers.
/// </summary>
public static class VchanSocketName
{
    /// <summary>File name of the listening socket.</summary>
    /// <param name="server">Id of the listening machine.</param>
    /// <param name="client">Id of the connecting machine.</param>
    /// <param name="port">vchan port.</param>
    public static string FileName(uint server, uint client, uint port) =>
        string.Create(CultureInfo.InvariantCulture, $"vchan.{server}.{client}.{port}.sock");
}
