using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Questions;

/// <summary>The vision projector a request names (<c>--mmproj</c>): a file, read like a model, or the model's own by the catalogue.</summary>
internal static class ProjectorFile
{
    /// <summary>What asks for the model's own projector.</summary>
    public const string Auto = "auto";

    private const string OfRepository = "hf:"; // it lies beside the model's files, and llama-server -hf takes it along

    /// <summary>Twice the six states a patch has at most in encoders without deep stacking: the widest known, Qwen3-VL-32B's, takes 11.3.</summary>
    private const int MostStates = 12;

    private const int FloatBytes = 4;
    private const int Colours = 3;

    /// <summary>The request with its projector found; unchanged where it names none.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="inquiry">Where files and models are found.</param>
    /// <param name="backend">What the first device runs on; null for none.</param>
    /// <exception cref="RequestException">The file can't be read, or none is known.</exception>
    public static async Task<PlanRequest> FindAsync(PlanRequest request, Inquiry inquiry, Backend? backend = null)
    {
        if (request.Projector is not string named || request.Question.Vision is not null)
        {
            return request;
        }

        bool vulkan = backend == Backend.Vulkan;
        VisionLoad load = named == Auto ? Known(await OwnAsync(request, inquiry).ConfigureAwait(false), null, vulkan) : await OfFileAsync(named, inquiry, vulkan).ConfigureAwait(false);
        load = load with { OnHost = request.ProjectorOnHost };
        return request with { Question = request.Question with { Vision = load, Projector = named == Auto ? OfRepository + load.Name : load.Name } };
    }

    /// <summary>The model with a word about the projector beside it.</summary>
    public static Model Beside(Model model, VisionLoad? vision)
    {
        if (vision is null)
        {
            return model;
        }

        string scratch = vision.BoundedBecause.Length > 0 ? $"at most {vision.Scratch} of scratch ({vision.BoundedBecause})" : $"{vision.Scratch} of scratch for a picture of {vision.Pictures}{(vision.MostScratch > vision.Scratch ? $" (the largest takes {vision.MostScratch})" : "")}";
        string host = vision.OnHost ? "on the processor" : $"on the first device, and {vision.HostScratch} in main memory";
        return model with { Notice = $"{model.Notice} The vision projector {vision.Name} is in the figures: {vision.Weights} of weights and {scratch} {host}.".TrimStart() };
    }

    private static async Task<KnownProjector> OwnAsync(PlanRequest request, Inquiry inquiry)
    {
        CatalogModel? listed = inquiry.Listed(await inquiry.ModelAsync(request).ConfigureAwait(false));
        for (CatalogModel? model = listed; model is not null; model = model.Base)
        {
            if (KnownProjector.All.FirstOrDefault(p => p.Models.Contains(model.Id)) is { } own)
            {
                return own;
            }
        }

        throw new RequestException(new Problem(
            ErrorCode.Usage, $"No vision projector of {listed?.Id ?? request.Model} is known.", "Give its file: --mmproj mmproj-F16.gguf; `localrig plan` reads its header.", "mmproj"));
    }

    private static async Task<VisionLoad> OfFileAsync(string file, Inquiry inquiry, bool vulkan)
    {
        Model projector = await inquiry.AnyModelAsync(new PlanRequest { Model = file }).ConfigureAwait(false);
        Metadata header = projector.Metadata;
        string kind = header.Text("clip.projector_type") ?? header.Text("clip.vision.projector_type") ?? "";
        int width = (int)(header.Integer("clip.vision.embedding_length") ?? 0);
        int outputs = (int)(header.Integer("clip.vision.projection_dim") ?? 0);
        int deep = header.Values.TryGetValue("clip.vision.is_deepstack_layers", out object? flags) && flags is ImmutableArray<long> list ? list.Count(f => f != 0) : 0;
        KnownProjector? alike = KnownProjector.All.FirstOrDefault(p => p.Kind == kind && p.Shape.Width == width && p.Shape.Deepstack == deep && (deep == 0 || p.Shape.Outputs == outputs));
        if (alike is not null)
        {
            return Known(alike, projector.Tensors.TotalSize, vulkan) with { Name = file };
        }

        long patch = header.Integer("clip.vision.patch_size") ?? 0;
        long side = header.Integer("clip.vision.image_size") ?? 0;
        long patches = patch > 0 ? side / patch * (side / patch) : 0;
        ByteSize pixels = new(side * side * Colours * FloatBytes);
        return new VisionLoad(file, projector.Tensors.TotalSize, new ByteSize(patches * MostStates * width * FloatBytes) + pixels, pixels, $"{side} x {side}")
        {
            BoundedBecause = $"LocalRig has no rule for {(kind.Length > 0 ? kind : "this file")}; twelve states a patch are more than any known one has",
        };
    }

    private static VisionLoad Known(KnownProjector known, ByteSize? weights, bool vulkan)
    {
        long patches = known.Patches(known.Side);
        int each = vulkan ? known.ScratchPerPatchOnVulkan : known.ScratchPerPatch;
        return new VisionLoad(
            known.File, weights ?? known.Weights, new ByteSize(patches * each), new ByteSize(patches * known.HostPerPatch), $"{known.Side} x {known.Side}")
        {
            MostScratch = new ByteSize(Math.Max(patches, known.MostPixels / (known.Patch * (long)known.Patch)) * each),
        };
    }
}
