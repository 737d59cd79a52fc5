using LocalRig.Contract;
using LocalRig.Rigs;
using LocalRig.Words;

namespace LocalRig.Questions;

/// <summary>Rigs by their words.</summary>
internal static class NamedRigs
{
    /// <summary>The rig some words name.</summary>
    /// <exception cref="RequestException">They name none; the hint says what comes near.</exception>
    public static Rig Get(string text)
    {
        if (RigWords.TryParse(text) is Rig rig)
        {
            return rig;
        }

        string hint = RigWords.WrongCount(text) is string count ? count
            : RigWords.Nearest(text) is string near ? $"Did you mean {near}?" : "Names are like rtx-3090, \"2x rtx-3090\", \"rtx-4070 + 64GB ddr5-6000\", gpu:24GB.";
        throw new RequestException(new Problem(ErrorCode.RigUnknown, $"There is no rig \"{text}\".", hint, "rig"));
    }
}
