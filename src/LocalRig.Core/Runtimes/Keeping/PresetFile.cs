using System.Text;
using LocalRig.Planning;

namespace LocalRig.Runtimes.Keeping;

/// <summary>llama-server's preset of models: one section a model, its options as keys without their hyphens; a section named after a
/// repository loads that (llama.cpp, tools/server/README.md, "Model presets").</summary>
internal static class PresetFile
{
    private const string Source = "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md";

    public static KeptFile Of(MemoryPlan plan, ModelReference model)
    {
        const string Name = "models.ini";
        string[] words = [.. LlamaServerCommand.Text(plan, model).Words.Skip(1)];
        if (words.Any(static w => w.IndexOfAny(['\n', '\r', ';', '#']) >= 0))
        {
            return new KeptFile(Name, "", [], ["A preset can't hold a file's name with ;, # or a line break."], Source);
        }

        bool hub = model.HubRepository.Length > 0 && model.HubFile.Length == 0;
        string section = hub && model.HubQuant.Length > 0 ? $"{model.HubRepository}:{model.HubQuant}" : hub ? model.HubRepository : KeptForms.Name(plan);
        StringBuilder text = new($"version = 1\n\n[{section}]\n");
        for (int at = 0; at < words.Length; at++)
        {
            bool hasValue = at + 1 < words.Length && !IsOption(words[at + 1]);
            string key = words[at].TrimStart('-');
            string value = hasValue ? words[++at] : "true";
            if (!(hub && key == "hf"))
            {
                text.Append(key).Append(" = ").Append(value).Append('\n');
            }
        }

        return new KeptFile(Name, text.ToString(), [$"llama-server --models-preset {Name}"], ["Further models get a section each; a request names the section as its model."], Source);
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]);
}
