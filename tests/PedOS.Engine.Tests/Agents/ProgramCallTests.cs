using System.Globalization;
using System.Text;
using PedOS.Tools.Engine.Programs;
using Xunit;

namespace PedOS.Engine.Tests.Agents;

public sealed class ProgramCallTests
{
    [Fact]
    public void Dispose_LeavesNoProcess_WhenNobodyWantsMore()
    {
        for (int i = 0; i < 50; i++)
        {
            FirstOutput output = new();
            _ = Assert.Throws<OperationCanceledException>(() =>
            {
                // The end of its output tells nothing of its own end.
                string script = "echo $$; exec sleep 1000 >&- 2>&-";
                using ProgramCall call = new("/bin/sh", ["-c", script], output, default);
                call.Finish();
            });

            int process = int.Parse(output.Text, CultureInfo.InvariantCulture);
            Assert.False(Directory.Exists($"/proc/{process}"), $"process {process} is still there");
        }
    }

    // As Select-Object -First: whoever takes the output ends the pipeline.
    private sealed class FirstOutput : IProgramOutput
    {
        public string Text { get; private set; } = "";

        public void Output(byte[] bytes)
        {
            Text = Encoding.UTF8.GetString(bytes);
            throw new OperationCanceledException();
        }

        public void Error(string line) => Assert.Fail(line);
    }
}
