using LocalRig.Advice.Levers;
using LocalRig.Contract;
using LocalRig.Models;

namespace LocalRig.Questions;

/// <summary>The vision projector a request names (<c>--mmproj</c>), read like a model: its tensors are its weights.</summary>
internal static class ProjectorFile
{
    /// <summary>The projector; null when the request names none.</summary>
    /// <exception cref="RequestException">The file can't be read.</exception>
    public static async Task<Projector?> FindAsync(PlanRequest request, Inquiry inquiry) =>
        request.Projector is string file
            ? new Projector((await inquiry.AnyModelAsync(new PlanRequest { Model = file }).ConfigureAwait(false)).Tensors.TotalSize)
            : null;

    /// <summary>The model with a word about the projector beside it.</summary>
    public static Model Beside(Model model, Projector? projector) =>
        projector is null
            ? model
            : model with { Notice = $"{model.Notice} The vision projector takes {projector.Weights} beside the model, left out of the memory shown; its scratch is not known.".TrimStart() };
}
