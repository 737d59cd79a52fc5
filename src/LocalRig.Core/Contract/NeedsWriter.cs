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
        json.WriteStartArray("quantizations");
        foreach (QuantNeed need in answer.Quants)
        {
            Quant(json, need);
        }

        json.WriteEndArray();
        json.WriteString("chosen", answer.Chosen);
        if (answer.TokensPerSecond is double wanted)
        {
            json.WriteNumber("tokensPerSecond", wanted);
            json.WriteNumber("depth", answer.Depth);
            json.WriteStartArray("bandwidths");
            foreach (BandwidthNeed need in answer.Bandwidths)
            {
                Bandwidth(json, need);
            }

            json.WriteEndArray();
        }

        json.WriteNumber("rigsTried", answer.RigsTried);
        json.WriteStartArray("rigs");
        foreach (FittingRig rig in answer.Rigs)
        {
            Rig(json, rig);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The word for a kind of memory.</summary>
    public static string Word(MemoryKind kind) =>
        kind switch { MemoryKind.OneCard => "one-card", MemoryKind.CardAndExperts => "card-with-experts-on-host", MemoryKind.Unified => "unified", _ => "processor" };

    private static void Quant(Utf8JsonWriter json, QuantNeed need)
    {
        json.WriteStartObject();
        json.WriteString("quant", need.Quant);
        json.WriteNumber("tensorBytes", need.Weights.Bytes);
        json.WriteString("exactness", PlanResultWriter.Word(need.Memory[0].Plan.Exactness));
        json.WriteStartArray("memory");
        foreach (MemoryNeed memory in need.Memory)
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(memory.Kind));
            json.WriteString("machine", memory.Plan.Rig.Name);
            json.WriteNumber("smallestBytes", memory.Smallest.Bytes);
            json.WriteNumber("comfortableBytes", memory.Comfortable.Bytes);
            json.WriteNumber("hostBytes", memory.Host.Bytes);
            if (memory.Sold is { } sold)
            {
                json.WriteNumber("soldBytes", sold.Bytes);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Bandwidth(Utf8JsonWriter json, BandwidthNeed need)
    {
        json.WriteStartObject();
        json.WriteString("kind", Word(need.Kind));
        json.WriteString("machine", need.Machine);
        json.WriteNumber("atLeastBytesPerSecond", Math.Round(need.AtLeast.BytesPerSecond));
        Rate(json, "likelyBytesPerSecond", need.Likely);
        Rate(json, "sureBytesPerSecond", need.Sure);
        json.WriteEndObject();
    }

    private static void Rate(Utf8JsonWriter json, string name, Units.Bandwidth? rate)
    {
        if (rate is { } known)
        {
            json.WriteNumber(name, Math.Round(known.BytesPerSecond));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Rig(Utf8JsonWriter json, FittingRig rig)
    {
        json.WriteStartObject();
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

        json.WriteEndObject();
    }
}
