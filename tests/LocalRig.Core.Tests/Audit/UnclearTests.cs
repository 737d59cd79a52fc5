using LocalRig.Audit.Reading;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

/// <summary>What is left unread says why it isn't clear.</summary>
public class UnclearTests
{
    [Theory]
    [InlineData("The M4 Max's jump from 400 GB/s to 546 GB/s is large.", "Not clear: '400 GB/s' is what something was or became.")]
    [InlineData("# Llama 3.1 8B\n\nBonsai-8 needs 5 GB of VRAM.", "Not clear: 'Bonsai-8' isn't known, and what was spoken of before it isn't meant.")]
    [InlineData("# Llama 3.1 8B on an RTX 4090\n\nA Ryzen 9 7950X reaches 12 tok/s on it.", "Not clear: 'Ryzen 9 7950X' is no one device LocalRig knows.")]
    [InlineData("Speeds: the RTX 3090 and RTX 4090 reach 80 tok/s with Llama 3.1 8B and Qwen3 14B.", "Not clear: which of several models runs on which of several devices.")]
    public void A_reason_is_given(string text, string reason)
    {
        Guide guide = MarkdownGuide.Read(text);
        Assert.Contains(guide.Unread, u => u.Reason == reason);
        Assert.DoesNotContain(guide.Claims, c => c is LocalRig.Audit.Claims.SpeedClaim or LocalRig.Audit.Claims.NeedsClaim or LocalRig.Audit.Claims.BandwidthClaim);
    }
}
