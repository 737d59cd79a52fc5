using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>The next smaller and the next better quantization, and, towards a goal, smaller ones down to the first that brings it.</summary>
internal static class QuantLevers
{
    // Four bits keep nearly all of a model, three don't (Dettmers and Zettlemoyer, "The case for 4-bit precision", 2023).
    private const double FourBits = 4;

    public static IEnumerable<Lever> Of(MemoryPlan plan, QuantLadder ladder, LeverGoal goal, QualityEvidence evidence, Func<Lever, bool> reaches)
    {
        ByteSize now = plan.Model.Tensors.TotalSize;
        if (ladder.Above(now) is QuantRung better)
        {
            yield return Take(plan, ladder, better, evidence, "next-better-quant");
        }

        bool first = true;
        foreach (QuantRung rung in ladder.Below(now))
        {
            Lever lever = Take(plan, ladder, rung, evidence, first ? "next-smaller-quant" : $"quant-{rung.Name}");
            yield return lever;
            if (goal == LeverGoal.None || reaches(lever))
            {
                yield break;
            }

            first = false;
        }
    }

    private static Lever Take(MemoryPlan plan, QuantLadder ladder, QuantRung rung, QualityEvidence evidence, string id)
    {
        Lazy<Model> model = new(() => ladder.InQuant(rung.Name));
        double Bits(QuantRung r) => r.Size.Bytes * 8.0 / plan.Model.Tensors.Elements;
        bool smaller = rung.Size < plan.Model.Tensors.TotalSize;
        bool gentle = Bits(rung) >= FourBits || evidence.IsNoWorse(rung.Name, ladder.Rungs.Where(r => Bits(r) >= FourBits).Select(r => r.Name));
        var measured = evidence.OfWeights(rung.Name);
        return new Lever
        {
            Id = id,
            Kind = LeverKind.Quantization,
            Change = $"{rung.Name} in place of {(plan.Model.QuantName.Length > 0 ? plan.Model.QuantName : "these weights")}",
            Options = $"--quant {rung.Name}",
            Quality = $"{Bits(rung):0.0#} bits per weight, not {plan.Model.Tensors.BitsPerWeight:0.0#}; {QualityEvidence.Words(measured, evidence.OfWeights(plan.Model.QuantName)) ?? Lever.NotMeasured}",
            Evidence = measured,
            QualityLoss = !smaller ? Loss.None : gentle ? Loss.Small : Loss.Noticeable,
            Apply = c => c with { Model = model.Value },
        };
    }
}
