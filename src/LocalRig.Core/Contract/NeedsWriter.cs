using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Advice.Needs;

namespace LocalRig.Contract;

/// <summary>Writes what a model needs as JSON.</summary>
public static class NeedsWriter
{
    /// <summary>Writes the answer.</summary>
    public static void Write(Utf8JsonWriter json, NeedsAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("model", answer.Model);
        json.WriteNumber("ctx", answer.Context);
        json.WriteObjects("quantizations", answer.Quants, need => Quant(json, need));
        json.WriteString("chosen", answer.Chosen);
        if (answer.TokensPerSecond is double wanted)
        {
            json.WriteNumber("tokensPerSecond", wanted);
            json.WriteNumber("depth", answer.Depth);
            json.WriteObjects("bandwidths", answer.Bandwidths, need => Bandwidth(json, need));
        }

        json.WriteNumber("rigsTried", answer.RigsTried);
        json.WriteObjects("rigs", answer.Rigs, rig => Rig(json, rig));
        json.WriteEndObject();
    }

    /// <summary>The word for a kind of memory.</summary>
    public static string Word(MemoryKind kind) =>
        kind switch { MemoryKind.OneCard => "one-card", MemoryKind.CardAndExperts => "card-with-experts-on-host", MemoryKind.Unified => "unified", _ => "processor" };

    private static void Quant(Utf8JsonWriter json, QuantNeed need)
    {
        json.WriteString("quant", need.Quant);
        json.WriteNumber("tensorBytes", need.Weights.Bytes);
        json.WriteString("exactness", PlanResultWriter.Word(need.Memory[0].Plan.Exactness));
        json.WriteObjects("memory", need.Memory, memory =>
        {
            json.WriteString("kind", Word(memory.Kind));
            json.WriteString("machine", memory.Plan.Rig.Name);
            json.WriteNumber("smallestBytes", memory.Smallest.Bytes);
            json.WriteNumber("comfortableBytes", memory.Comfortable.Bytes);
            json.WriteNumber("hostBytes", memory.Host.Bytes);
            if (memory.Sold is { } sold)
            {
                json.WriteNumber("soldBytes", sold.Bytes);
            }
        });
    }

    private static void Bandwidth(Utf8JsonWriter json, BandwidthNeed need)
    {
        json.WriteString("kind", Word(need.Kind));
        json.WriteString("machine", need.Machine);
        json.WriteNumber("atLeastBytesPerSecond", Math.Round(need.AtLeast.BytesPerSecond));
        json.WriteKnown("likelyBytesPerSecond", need.Likely is { } likely ? Math.Round(likely.BytesPerSecond) : null);
        json.WriteKnown("sureBytesPerSecond", need.Sure is { } sure ? Math.Round(sure.BytesPerSecond) : null);
    }

    private static void Rig(Utf8JsonWriter json, FittingRig rig)
    {
        json.WriteString("rig", rig.Rig.Name);
        json.WriteNumber("memoryBytes", rig.Memory.Bytes);
        json.WriteNumber("nCpuMoe", rig.Plan.Placement.CpuMoeLayers);
        json.WriteNumber("hostBytes", rig.Plan.Host.Total.Bytes);
        json.WriteString("verdict", PlanResultWriter.Word(rig.Plan.Verdict));
        json.WriteNumber("headroomBytes", rig.Plan.Devices.Min(d => d.Headroom).Bytes);
        if (rig.Plan.Forecast is { } forecast)
        {
            ForecastWriter.Write(json, forecast);
            json.WriteBoolean("fastEnoughAtTheLowEnd", rig.Sure);
        }

        if (rig.Cost.Total is { } total)
        {
            json.WriteStartObject("price");
            json.WriteNumber("low", total.Low);
            json.WriteNumber("high", total.High);
            json.WriteString("currency", total.Currency.Code);
            json.WriteBoolean("stale", rig.Cost.Stale);
            json.WriteString("because", HardwareWords.Because(rig.Cost));
            json.WriteString("notIncluded", rig.Cost.NotIncluded);
            json.WriteEndObject();
        }
    }
}
