using LocalRig.Advice.Starting;
using LocalRig.Audit.Naming;
using LocalRig.Contract;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary>The three questions of <c>localrig start</c>. An option given answers its question; an empty line takes the default.</summary>
internal sealed class StartDialog(Surroundings surroundings, bool asks)
{
    private const int Tries = 3;

    /// <summary>Which machine.</summary>
    public async Task<Rig> RigAsync(string? given, CancellationToken cancellation)
    {
        if (given is not null || !asks)
        {
            return await FindAsync(given ?? "", cancellation);
        }

        for (int tried = 1; ; tried++)
        {
            string answer = await AskAsync("1. Which machine? Enter for this one, or a name: RTX 3060 12GB, M4 Max 64GB, 2x rtx-3090", cancellation);
            try
            {
                return await FindAsync(answer, cancellation);
            }
            catch (RequestException wrong) when (tried < Tries)
            {
                surroundings.Terminal.Output.WriteLine($"   {wrong.Combined.Message} {wrong.Combined.Hint}");
            }
        }
    }

    /// <summary>What for.</summary>
    public Task<Purpose> PurposeAsync(string? given, CancellationToken cancellation) =>
        ChoiceAsync("2. What for? 1 chat, 2 coding, 3 long documents, 4 several people at once", "--for", Enum.GetValues<Purpose>(), StartWriter.Word, given, cancellation);

    /// <summary>What matters more.</summary>
    public Task<Priority> PriorityAsync(string? given, CancellationToken cancellation) =>
        ChoiceAsync("3. What matters more? 1 quality of the answers, 2 speed", "--want", Enum.GetValues<Priority>(), StartWriter.Word, given, cancellation);

    private async Task<T> ChoiceAsync<T>(string question, string option, T[] choices, Func<T, string> word, string? given, CancellationToken cancellation)
        where T : struct
    {
        for (int tried = 1; ; tried++)
        {
            string answer = given ?? (asks ? await AskAsync(question, cancellation) : "");
            for (int i = 0; i < choices.Length; i++)
            {
                if (answer.Length == 0 || answer == $"{i + 1}" || answer.Equals(word(choices[i]), StringComparison.OrdinalIgnoreCase))
                {
                    return choices[i];
                }
            }

            Problem problem = new(ErrorCode.Usage, $"\"{answer}\" is no answer.", $"Write {string.Join(", ", choices.Select(word))}.", option);
            if (given is not null || tried >= Tries)
            {
                throw new RequestException(problem);
            }

            surroundings.Terminal.Output.WriteLine($"   {problem.Message} {problem.Hint}");
        }
    }

    private async Task<string> AskAsync(string question, CancellationToken cancellation)
    {
        surroundings.Terminal.Output.WriteLine(question);
        surroundings.Terminal.Output.Write("> ");
        await surroundings.Terminal.Output.FlushAsync(cancellation);
        string answer = (await surroundings.Terminal.Input.ReadLineAsync(cancellation) ?? "").Trim();
        surroundings.Terminal.Output.WriteLine();
        return answer;
    }

    /// <summary>A machine by --rig's words, else by the name on its box.</summary>
    private async Task<Rig> FindAsync(string text, CancellationToken cancellation)
    {
        if (text.Length == 0 || text.Equals("this", StringComparison.OrdinalIgnoreCase))
        {
            return await surroundings.Rigs.FindAsync(new PlanRequest { Rig = new ThisMachineRig() }, cancellation);
        }

        try
        {
            return await surroundings.Rigs.FindAsync(new PlanRequest { Rig = new NamedRig(text) }, cancellation);
        }
        catch (RequestException) when (DeviceWords.Find(text) is not null)
        {
            (string words, IReadOnlyList<string> others) = DeviceWords.Find(text)!.Value;
            if (others.Count > 0 && asks)
            {
                surroundings.Terminal.Output.WriteLine($"   Taken for {words}; there is also {string.Join(", ", others)}.");
            }

            return await surroundings.Rigs.FindAsync(new PlanRequest { Rig = new NamedRig(words) }, cancellation);
        }
    }
}
