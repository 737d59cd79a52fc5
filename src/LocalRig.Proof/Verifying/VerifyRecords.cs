using LocalRig.Ledger;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Proof.Verifying;

/// <summary>A verification as records: each part's bytes, with what was predicted beside them.</summary>
public static class VerifyRecords
{
    /// <summary>The records.</summary>
    public static IReadOnlyList<EvidenceRecord> Of(VerifyReport report, DateTimeOffset at)
    {
        MemoryPlan plan = report.Plan;
        int space = report.Runtime.LastIndexOf(' ');
        string engine = report.Runtime.Split(' ')[0];
        return
        [
            .. report.Parts.Where(p => p.Actual is { Bytes: > 0 }).Select(p => new EvidenceRecord
            {
                Kind = RecordKind.Measurement,
                At = at,
                Machine = report.Machine,
                Rig = RigIdentity.Text(plan.Rig),
                Device = p.Device,
                Engine = engine,
                Build = space > 0 ? report.Runtime[(engine.Length + 1)..] : "",
                Model = plan.Model.Id,
                Quant = plan.Model.QuantName,
                Layout = Models.LayoutDigest.Of(plan.Model.Tensors),
                Metric = "memory",
                Part = p.Part.ToString().ToLowerInvariant(),
                Context = plan.Question.Workload.Context,
                GpuLayers = Math.Min(plan.Placement.GpuLayers, plan.OffloadableLayers),
                Layers = plan.OffloadableLayers,
                CpuMoeLayers = plan.Placement.CpuMoeLayers,
                Value = p.Actual!.Value.Bytes,
                Unit = "bytes",
                Spread = p.Resolution.Bytes,
                Samples = 1,
                Forecast = p.Predicted.Bytes,
                Conditions = report.Method,
                Who = "own",
            }),
        ];
    }
}
