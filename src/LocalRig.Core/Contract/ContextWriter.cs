using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Quantization;

namespace LocalRig.Contract;

/// <summary>Writes what contexts leave the margin free.</summary>
public static class ContextWriter
{
    /// <summary><c>comfortableContext</c> with the cache type that was asked for, and by type where smaller ones were looked at.</summary>
    public static void WriteContexts(this Utf8JsonWriter json, SurveyLine line)
    {
        json.WriteNumber("comfortableContext", line.ComfortableContext);
        if (line.OtherCaches.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("comfortableContextByCache");
        foreach (CacheContext cache in line.OtherCaches)
        {
            json.WriteNumber(cache.Type.Name(), cache.Context);
        }

        json.WriteEndObject();
    }
}
