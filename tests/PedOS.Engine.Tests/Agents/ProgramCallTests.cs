using System.Globalization;
using System.Text;
using PedOS.Tools.Engine.Agents;
using Xunit;

namespace PedOS.Engine.Tests.Agents;

public sealed class ProgramCallTests
{
    [Fact]
    public void Dispose_LeavesNoProcess()
    {
        for (int i = 0; i < 50; i++)
        {
            Lines lines = new();
            using (ProgramCall call = new("/bin/sh", ["-c", "echo $$; read go; exec sleep 1000"], lines, default))
            {
                while (lines.Text.Length == 0)
                {
                    // An empty line of input, and the output meanwhile.
                    _ = call.Send("\n"u8.ToArray(), 1);
                }
            }

            int process = int.Parse(lines.Text.ToString(), CultureInfo.InvariantCulture);
            Assert.False(Directory.Exists($"/proc/{process}"), $"process {process} is still there");
        }
    }

    private sealed class Lines : IProgramOutput
    {
        public StringBuilder Text { get; } = new();

        public void Output(byte[] bytes) => Text.Append(Encoding.UTF8.GetString(bytes));

        public void Error(string line) => Assert.Fail(line);
    }
}
