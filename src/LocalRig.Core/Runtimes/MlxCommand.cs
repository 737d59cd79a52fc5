using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>Writes a plan for mlx-lm's server (mlx_lm/SERVER.md, mlx_lm/server.py, mlx_lm/convert.py).</summary>
internal static class MlxCommand
{
    private const string Folder = "MODEL-mlx";

    private static readonly int[] Bits = [2, 3, 4, 5, 6, 8]; // mlx.core.quantize

    public static RuntimeCommand Of(RuntimeRequest request)
    {
        if (request.ArchitectureLimit(LimitSubject.Architecture) is RuntimeLimit limit)
        {
            return request.Cannot(limit.Sentence);
        }

        if (request.Plan.Rig.Devices.IsEmpty || !request.Plan.Rig.Devices.All(d => d.Backend == Backend.Metal))
        {
            return request.Cannot("MLX's server is for Apple's own chips; this plan has none.");
        }

        string repository = request.Model.WeightsRepository;
        if (repository.Length == 0)
        {
            return request.Cannot("MLX reads no GGUF file, and LocalRig knows no repository of this model's released weights to convert.");
        }

        int bits = Bits.MinBy(b => Math.Abs(b - request.Plan.Model.Tensors.BitsPerWeight));
        IEnumerable<string> convert = request.IsReleasedWeights ? [] : [$"mlx_lm.convert --hf-path {repository} --mlx-path {Folder} -q --q-bits {bits}"];
        int slots = request.Plan.Question.Workload.Parallel;
        return request.Answer(
            [.. convert, $"mlx_lm.server --model {(request.IsReleasedWeights ? repository : Folder)} --decode-concurrency {slots} --prompt-concurrency {slots}"], Notes(request, bits));
    }

    private static IEnumerable<string> Notes(RuntimeRequest request, int bits)
    {
        Workload workload = request.Plan.Question.Workload;
        if (!request.IsReleasedWeights)
        {
            yield return $"MLX reads no GGUF: the released weights are converted to its own {bits} bits, which are not {request.Plan.Model.QuantName}'s; bytes, speed and quality differ from the plan.";
        }

        yield return "mlx_lm.server has no option for the context: its cache grows with each request, so the plan's is a bound you keep yourself.";
        if (workload.CacheTypeK != new Workload().CacheTypeK || workload.CacheTypeV != new Workload().CacheTypeV)
        {
            yield return $"mlx_lm.server has no option for cache types; the plan's {PlacementNotes.CacheTypes(workload)} can't be asked for.";
        }

        if (workload.Mtp)
        {
            yield return "The plan's multi-token prediction is not asked for: mlx_lm.server drafts with a second model only (--draft-model).";
        }
    }
}
