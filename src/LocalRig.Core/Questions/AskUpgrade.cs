using LocalRig.Advice.Buying;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Questions;

/// <summary><c>upgrade</c>: what can be made of a rig one has.</summary>
public static class AskUpgrade
{
    /// <summary>The question.</summary>
    public static Question<BuyRequest, UpgradeAnswer> Question { get; } = new()
    {
        Name = "upgrade",
        Sentence = "What can be made of a machine: a second card, a better one, more memory, another machine; what each newly runs and costs.",
        Group = QuestionGroup.Decide,
        Example = """{"from":"rtx-3060","budget":1500}""",
        Reader = new(
            [
                RigField.Of<BuyRequest>("the machine as it is: rtx-3060-12-gb, \"rtx-4070 + 64GB ddr5-6000\" (default: this one)", (r, rig) => r with { From = rig }, "from", "--from", "--rig"),
                WaitField.Of<BuyRequest>((r, wait) => r with { From = r.From.Waiting(wait) }),
                .. BuyRequest.Fields(),
            ],
            new BuyRequest()),
        Answer = AnswerAsync,
        Shape = static () => UpgradeJson.Shape,
    };

    private static async Task<UpgradeAnswer> AnswerAsync(BuyRequest request, Inquiry inquiry)
    {
        BuyQuestion question = request.Question(inquiry);
        Rig rig = await FromAsync(request, inquiry).ConfigureAwait(false);
        return new UpgradeAdvisor(await request.ShopAsync(inquiry).ConfigureAwait(false)).Answer(rig, question);
    }

    /// <summary>The rig named, around cards with the assumed main memory where none is named; or this machine.</summary>
    private static async Task<Rig> FromAsync(BuyRequest request, Inquiry inquiry)
    {
        Rig rig = await inquiry.RigAsync(request.From).ConfigureAwait(false);
        if (Forecaster.Unknown(rig) is Device unknown)
        {
            throw new RequestException(new Problem(
                ErrorCode.Usage, $"The memory bandwidth of {unknown.Model ?? unknown.CatalogId ?? unknown.Name} isn't known, so nothing can be said to be faster.", "Name the card, such as --from rtx-3090; `localrig rigs` lists them.", "--from"));
        }

        return rig.Host.Assumed && !rig.Devices.IsEmpty ? rig with { Host = rig.Host with { Memory = ByteSize.FromGibibytes(request.HostGiB) } } : rig;
    }
}
