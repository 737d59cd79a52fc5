using System.Collections.Immutable;
using LocalRig.Planning;

namespace LocalRig.Runtimes.Keeping;

/// <summary>A form in which people keep a server: written once, started by something else.</summary>
public enum KeptForm
{
    /// <summary>A user's unit of systemd (systemd.service(5)).</summary>
    Systemd,

    /// <summary>A compose file (compose-spec) of llama.cpp's own container image (docs/docker.md).</summary>
    Compose,

    /// <summary>llama-swap's config.yaml (github.com/mostlygeek/llama-swap, config.example.yaml).</summary>
    LlamaSwap,

    /// <summary>llama-server's own preset of models (tools/server/README.md, --models-preset).</summary>
    Preset,

    /// <summary>A manifest for Kubernetes: a Deployment with a Service (kubernetes.io/docs).</summary>
    Kubernetes,
}

/// <summary>A plan in the forms people keep.</summary>
public static class KeptForms
{
    /// <summary>The forms' words.</summary>
    public static ImmutableArray<(string Word, KeptForm Value)> Words { get; } =
        [("systemd", KeptForm.Systemd), ("compose", KeptForm.Compose), ("llama-swap", KeptForm.LlamaSwap), ("preset", KeptForm.Preset), ("kubernetes", KeptForm.Kubernetes)];

    /// <summary>The file of one form.</summary>
    /// <param name="plan">The plan llama-server is to run.</param>
    /// <param name="form">The form.</param>
    public static KeptFile Of(MemoryPlan plan, KeptForm form)
    {
        ModelReference model = ModelReference.Of(plan.Model);
        KeptFile file = form switch
        {
            KeptForm.Systemd => SystemdUnit.Of(plan, model),
            KeptForm.Compose => ComposeFile.Of(plan, model),
            KeptForm.LlamaSwap => LlamaSwapConfig.Of(plan, model),
            KeptForm.Kubernetes => KubernetesManifest.Of(plan, model),
            _ => PresetFile.Of(plan, model),
        };
        return model.Note.Length > 0 && file.Text.Length > 0 ? file with { Notes = [model.Note, .. file.Notes] } : file;
    }

    /// <summary>A model's name where only letters, digits, dots and hyphens may stand.</summary>
    internal static string Name(MemoryPlan plan)
    {
        string name = plan.Model.QuantName.Length > 0 ? $"{plan.Model.Id}-{plan.Model.QuantName}" : plan.Model.Id;
        return string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-')) is { Length: > 0 } plain ? plain : "model";
    }
}

/// <summary>A file to keep.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Text">What is in it, with a line break at its end; empty where the plan can't be kept so.</param>
/// <param name="Steps">What to type to put it to work, in order.</param>
/// <param name="Notes">What to know, one sentence each; why it can't be, where the text is empty.</param>
/// <param name="Source">Where the form is documented.</param>
public sealed record KeptFile(string Name, string Text, ImmutableArray<string> Steps, ImmutableArray<string> Notes, string Source);
