using LocalRig.Cli.Faces;
using LocalRig.Contract;
using LocalRig.Questions;

namespace LocalRig.Cli.Commands;

/// <summary>The three questions of <c>localrig start</c>. An option given answers its question; an empty line takes the default.</summary>
internal sealed class StartDialog
{
    private const int Tries = 3;

    private static readonly (string Field, string Question)[] Questions =
    [
        ("rig", "1. Which machine? Enter for this one, or a name: RTX 3060 12GB, M4 Max 64GB, 2x rtx-3090"),
        ("for", "2. What for? 1 chat, 2 coding, 3 long documents, 4 several people at once,\n   5 an agent that works alone, 6 pictures"),
        ("want", "3. What matters more? 1 quality of the answers, 2 speed"),
    ];

    private readonly Preparing _asked;

    private StartDialog(Preparing asked) => _asked = asked;

    /// <summary>What was given, completed by asking for the rest.</summary>
    /// <exception cref="RequestException">An option is wrong, or the third answer to a question still is.</exception>
    public static async Task<List<GivenField>> AskAsync(Preparing asked)
    {
        AskStart.Question.Reader.FromTexts(asked.Given); // nobody answers questions for a command line that is wrong
        if (asked.Json)
        {
            return asked.Given;
        }

        StartDialog dialog = new(asked);
        if (asked.Value("rig") is string named)
        {
            await dialog.CheckRigAsync(named);
        }

        return await dialog.RunAsync();
    }

    private async Task<List<GivenField>> RunAsync()
    {
        List<GivenField> given = [.. _asked.Given];
        foreach ((string field, string question) in Questions.Where(q => _asked.Value(q.Field) is null))
        {
            if (await AnswerAsync(field, question) is GivenField answer)
            {
                given.Add(answer);
            }
        }

        return given;
    }

    /// <summary>One answer; null for the default.</summary>
    private async Task<GivenField?> AnswerAsync(string field, string question)
    {
        for (int tried = 1; ; tried++)
        {
            string text = await AskAsync(question);
            if (text.Length == 0)
            {
                return null;
            }

            GivenField answer = _asked.Give(field, field == "rig" ? "rig" : $"--{field}", text);
            try
            {
                AskStart.Question.Reader.FromTexts([answer]);
                if (field == "rig")
                {
                    await CheckRigAsync(text);
                }

                return answer;
            }
            catch (RequestException wrong) when (tried < Tries)
            {
                _asked.Surroundings.Terminal.Output.WriteLine(VisibleText.Of($"   {wrong.Combined.Message} {wrong.Combined.Hint}"));
            }
        }
    }

    /// <summary>Reads the words for a rig, and says what was assumed.</summary>
    private async Task CheckRigAsync(string text)
    {
        if (StartWords.Rig(text) is not NamedRig named)
        {
            return;
        }

        UnderstoodRig rig = await _asked.Surroundings.Desk.AskAsync(AskRig.Question, new WordsRequest(named.Text), cancellation: _asked.Cancellation);
        foreach (string notice in rig.Notices)
        {
            _asked.Surroundings.Terminal.Output.WriteLine($"   {notice}");
        }
    }

    private async Task<string> AskAsync(string question)
    {
        TextWriter output = _asked.Surroundings.Terminal.Output;
        output.WriteLine(question);
        output.Write("> ");
        await output.FlushAsync(_asked.Cancellation);
        string answer = (await _asked.Surroundings.Terminal.Input.ReadLineAsync(_asked.Cancellation) ?? "").Trim();
        output.WriteLine();
        return answer;
    }
}
