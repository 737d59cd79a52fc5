using System.CommandLine;
using System.CommandLine.Parsing;
using LocalRig.Cli.Faces;
using LocalRig.Contract;
using LocalRig.Local.Desks;
using LocalRig.Questions;

namespace LocalRig.Cli.Commands;

/// <summary>A question as a command: arguments and options from its fields, the screen's own, <c>--json</c> and <c>--batch</c>.</summary>
internal sealed class QuestionCommand
{
    /// <summary>The name of the option for machine-readable answers.</summary>
    public const string JsonName = "--json";

    private readonly Surroundings _surroundings;
    private readonly Face _face;
    private readonly string _batchQuestion;
    private readonly List<(Field Field, Argument Argument)> _arguments = [];
    private readonly List<(Field Field, FieldOption Form, Option Option)> _options = [];
    private readonly List<(ScreenOption Screen, Option Option)> _screen = [];
    private readonly Option<bool> _json = new(JsonName) { Description = "print the answer, or the error, as JSON" };
    private readonly Option<string?> _batch = new("--batch") { Description = "answer one JSON request per line of a file, - for standard input; a line may name another question", HelpName = "FILE" };

    private QuestionCommand(Command command, Face face, string batchQuestion, Surroundings surroundings)
    {
        (_face, _batchQuestion, _surroundings) = (face, batchQuestion, surroundings);
        foreach (Field field in face.Question.Fields)
        {
            AddArgument(command, field);
        }

        foreach (Field field in face.Question.Fields)
        {
            AddOptions(command, field);
        }

        foreach (ScreenOption option in face.Options)
        {
            Option made = option.Placeholder is null ? new Option<bool>(option.Name) { Description = option.Help } : new Option<string>(option.Name) { Description = option.Help, HelpName = option.Placeholder };
            _screen.Add((option, made));
            command.Add(made);
        }

        command.Add(_json);
        if (batchQuestion.Length > 0)
        {
            command.Add(_batch);
        }

        command.SetAction(RunAsync);
    }

    /// <summary>The command of a question.</summary>
    public static Command Make(string question, Surroundings surroundings)
    {
        Face face = FaceTable.Of(question);
        Command command = new(question, face.Question.Sentence);
        _ = new QuestionCommand(command, face, question, surroundings);
        return command;
    }

    /// <summary>A command that asks what is no question of every desk, and so takes no batches.</summary>
    public static Command Make(string name, string sentence, Face face, Surroundings surroundings)
    {
        Command command = new(name, sentence);
        _ = new QuestionCommand(command, face, "", surroundings);
        return command;
    }

    /// <summary>Makes the program without a command ask a question.</summary>
    /// <param name="root">The program.</param>
    /// <param name="question">What it asks.</param>
    /// <param name="batchQuestion">What a line of a batch asks that names no question.</param>
    /// <param name="surroundings">Where.</param>
    public static void AddTo(RootCommand root, string question, string batchQuestion, Surroundings surroundings) =>
        _ = new QuestionCommand(root, FaceTable.Of(question), batchQuestion, surroundings);

    private void AddArgument(Command command, Field field)
    {
        if (field.Place == FieldPlace.Named)
        {
            return;
        }

        // Never demanded by the parser: what is missing is said by the question, in its own words.
        bool rest = field.Place == FieldPlace.Rest;
        Argument argument = rest ? new Argument<string[]>(field.Name) : new Argument<string?>(field.Name);
        argument.Description = field.Help;
        argument.Arity = rest ? ArgumentArity.ZeroOrMore : ArgumentArity.ZeroOrOne;
        _arguments.Add((field, argument));
        command.Add(argument);
    }

    private void AddOptions(Command command, Field field)
    {
        foreach (FieldOption form in field.Options)
        {
            // The longest name is the one help shows first and completions offer; llama.cpp's short ones are aliases.
            string name = form.Names.MaxBy(n => n.Length)!;
            string[] aliases = [.. form.Names.Where(n => n != name)];
            string help = form.Help ?? field.Help;
            Option option = form.Placeholder is null ? new Option<bool>(name, aliases) { Description = help }
                : field.Kind.IsList && field.Kind.Types[0] != "array" ? new Option<string[]>(name, aliases) { Description = help, HelpName = form.Placeholder, AllowMultipleArgumentsPerToken = field.Kind == FieldKind.Texts }
                : new Option<string>(name, aliases) { Description = help, HelpName = form.Placeholder };
            option.Hidden = field.Hidden;
            foreach (string word in field.Completions.Concat(field.Kind.Words))
            {
                option.CompletionSources.Add(word);
            }

            _options.Add((field, form, option));
            command.Add(option);
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        List<GivenField> given = [.. Arguments(parsed), .. Options(parsed)];
        GivenField.Agree(given);
        Terminal terminal = _surroundings.Terminal;
        if (_batchQuestion.Length > 0 && parsed.GetValue(_batch) is string source)
        {
            using TextReader? file = source == "-" ? null : DocumentFiles.Open(source, "Name a file of one JSON request per line.");
            _face.Question.CheckDefaults(given);
            await Batch.RunAsync(_surroundings.Desk, file ?? terminal.Input, terminal.Output, _batchQuestion, given, cancellation: cancellation);
            return 0;
        }

        return await _face.RunAsync(given, Choices(parsed), parsed.GetValue(_json), _surroundings, cancellation);
    }

    private IEnumerable<GivenField> Arguments(ParseResult parsed)
    {
        foreach ((Field field, Argument argument) in _arguments)
        {
            if (parsed.GetResult(argument) is { Tokens.Count: > 0 } result)
            {
                yield return new GivenField(field, field.Name, string.Join(' ', result.Tokens.Select(t => t.Value)));
            }
        }
    }

    private IEnumerable<GivenField> Options(ParseResult parsed)
    {
        foreach ((Field field, FieldOption form, Option option) in _options)
        {
            if (parsed.GetResult(option) is not OptionResult { Implicit: false } result)
            {
                continue;
            }

            string where = result.IdentifierToken?.Value ?? option.Name;
            foreach (string text in form.Placeholder is null ? [form.Implies] : result.Tokens.Count > 0 ? result.Tokens.Select(t => t.Value) : [""])
            {
                yield return new GivenField(field, where, text);
            }
        }
    }

    private ScreenChoices Choices(ParseResult parsed) =>
        new(_screen.Where(s => parsed.GetResult(s.Option) is OptionResult { Implicit: false }).ToDictionary(s => s.Screen.Name, s => parsed.GetResult(s.Option)!.Tokens is [.., var last] ? last.Value : ""));
}
