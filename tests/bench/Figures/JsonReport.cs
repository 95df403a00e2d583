using System.Text.Json;

namespace PedOS.Bench.Figures;

/// <summary>The figures for programs: every round's value, medians, ratios, targets.</summary>
/// <param name="samples">What was measured.</param>
/// <param name="sides">Sides that call a guest.</param>
internal sealed class JsonReport(Samples samples, IReadOnlyList<string> sides)
{
    /// <summary>Writes the file.</summary>
    public void Write(string path, BenchScale scale, IReadOnlyList<string> problems)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("time", DateTimeOffset.UtcNow);
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteNumber("rounds", scale.Rounds);
        json.WriteStartArray("problems");
        foreach (string problem in problems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
        json.WriteStartArray("figures");
        foreach (Figure figure in FigureTable.All)
        {
            WriteFigure(json, figure);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private void WriteFigure(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartObject();
        json.WriteString("scenario", figure.Scenario);
        json.WriteString("measure", figure.Measure);
        json.WriteString("unit", figure.Unit);
        if (figure.Target is { } target)
        {
            json.WriteString("target", target.ToString());
        }

        if (figure.Beside is { } beside)
        {
            WriteNumber(json, "ratioToMachine", samples.RatioOf(Side.Ours, figure, Side.Machine, beside));
        }

        if (figure.PeerTarget is { } peerTarget)
        {
            json.WriteString("targetOfRatioToOriginal", peerTarget.ToString());
        }

        WriteNumber(json, "ratioToOriginal", samples.RatioOf(Side.OursWithPeers, figure, Side.Original, figure));
        json.WriteStartObject("sides");
        foreach (string side in sides.Append(Side.Machine).Where(side => samples.Of(side, figure).Count > 0))
        {
            json.WriteStartObject(side);
            WriteNumber(json, "median", samples.MedianOf(side, figure));
            json.WriteStartArray("rounds");
            foreach (double value in samples.Of(side, figure))
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
