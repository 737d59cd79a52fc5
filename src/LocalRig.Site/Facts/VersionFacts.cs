using LocalRig.Units;

namespace LocalRig.Site.Facts;

/// <summary>A version of a device with less memory than the largest, and the best it runs.</summary>
/// <param name="Words">The rig in words: <c>m3-max-40c:64</c>.</param>
/// <param name="Memory">Its memory.</param>
/// <param name="Best">The best it runs; null where nothing fits.</param>
internal sealed record VersionFacts(string Words, ByteSize Memory, Run? Best)
{
    /// <summary>The question its best pick answers.</summary>
    public Asked Asked => Asked.Of($"localrig --rig {Asked.Word(Words)}", "survey", ("rig", Words));
}
