using LocalRig.Advice.Cloud;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What a rig brings into the comparison with the cloud.</summary>
internal static class CloudLocalJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<CloudAnswer> Shape { get; } = new ObjectShape<CloudAnswer>()
        .Part("decodeTokensPerSecond", "Tokens of answers per second.", a => a.Local.Decode, SpanJson.Shape)
        .Part("prefillTokensPerSecond", "Tokens of prompts per second.", a => a.Local.Prefill, SpanJson.Shape)
        .Text("speedBecause", "How the speeds are known.", a => a.Local.SpeedBecause)
        .Part("power", "What the machine draws.", a => a.Local.Power, PowerJson.Shape)
        .Number("hoursOnPerDay", "Hours a day it is switched on for this.", a => a.Local.HoursOn)
        .Part("busyHoursPerDay", "Hours a day it works.", a => a.Local.BusyHours(a.Tokens), SpanJson.Shape)
        .Part("kilowattHoursPerDay", "Kilowatt hours a day.", a => a.Local.KilowattHours(a.Tokens), SpanJson.Shape)
        .Part("pricePerKilowattHour", "Price of a kilowatt hour, in the answer's currency.", a => a.PerKilowattHour, SpanJson.Shape)
        .Text("electricityBecause", "Where that price is from, in words.", a => a.ElectricityBecause)
        .Part("powerPerDay", "What a day's power costs, in the answer's currency.", a => a.PowerPerDay, SpanJson.Shape)
        .Part("powerPerMillionWritten", "What the power for a million tokens of answers costs, in the answer's currency.", a => a.Local.EnergyPerMillion(a.PerKilowattHour, a.Local.Decode), SpanJson.Shape)
        .Flag("owned", "Whether the machine is there already and costs nothing more.", a => a.Owned)
        .PartOrNull("hardware", "What must be paid back, in the answer's currency; null where unknown.", a => a.Hardware, SpanJson.Shape)
        .Text("hardwareBecause", "Where the hardware's price is from, in words.", a => a.HardwareBecause);
}
