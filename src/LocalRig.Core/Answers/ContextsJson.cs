using LocalRig.Advice;
using LocalRig.Quantization;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>Which contexts leave the margin free.</summary>
internal static class ContextsJson
{
    /// <summary>With the cache type that was asked for, and by type where smaller ones were looked at.</summary>
    public static ObjectShape<SurveyLine> Shape { get; } = new ObjectShape<SurveyLine>()
        .Integer("comfortableContext", "The largest context that leaves the margin free, in tokens.", l => l.ComfortableContext)
        .When(l => !l.OtherCaches.IsEmpty, other => other
            .Map("comfortableContextByCache", "The same in tokens by smaller type of the KV cache; missing where none was looked at.", "integer", (json, line) =>
            {
                foreach (CacheContext cache in line.OtherCaches)
                {
                    json.WriteNumber(cache.Type.Name(), cache.Context);
                }
            }));
}
