using LocalRig.Planning;

namespace LocalRig.Advice.Levers;

/// <summary>What moves a vision projector off the card.</summary>
internal static class ProjectorLevers
{
    /// <summary>The lever, where there is a projector on a device.</summary>
    public static IEnumerable<Lever> Of(MemoryPlan now)
    {
        if (now.Rig.Devices.IsEmpty || now.Question.Vision is not { OnHost: false } vision)
        {
            yield break;
        }

        yield return new Lever
        {
            Id = "projector-on-host",
            Kind = LeverKind.Projector,
            Change = "vision projector on the processor",
            Options = "--no-mmproj-offload",
            Quality = "same answers; pictures take longer, by how much is not forecast",
            Apply = c => c with { Question = c.Question with { Vision = vision with { OnHost = true } } },
        };
    }
}
