using System.Globalization;

namespace LocalRig.Calibrate;

/// <summary>Writes what was forecast for every row as CSV, to look at what is left.</summary>
internal static class Dump
{
    public static void Write(string path, IEnumerable<HeldOutRow> rows)
    {
        using StreamWriter file = new(path);
        file.WriteLine("device,family,model,quant,dataset,tokens,batch,depth,layers,expertLayers,recurrentLayers,elements,weightBytes,cacheBytes,attention,shader,tensorRatio,bandwidth,years,byMemory,relatives,spills,day,build,measured,forecast,logFactor");
        foreach (HeldOutRow h in rows)
        {
            Observation r = h.Row;
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Device},{r.Speed.Family.Family},{r.Model},{r.Source.QuantName},{r.Dataset},{r.Tokens},{r.Work.Tokens},{r.Depth},{r.Work.Layers},{r.Work.ExpertLayers},{r.Work.RecurrentLayers},{r.Work.Elements:0},{r.Work.WeightBytes:0},{r.Work.CacheBytes:0},{r.Work.AttentionOperations:0},{r.Speed.Shader:0},{r.Speed.TensorRatio:0.00},{r.Speed.Bandwidth:0},{r.Speed.Engine.Years:0.00},{h.ByMemory},{h.Relatives},{r.Spills},{r.Day:yyyy-MM-dd},{r.Build},{r.Rate},{h.Forecast:0.###},{h.LogFactor:0.0000}"));
        }
    }
}
