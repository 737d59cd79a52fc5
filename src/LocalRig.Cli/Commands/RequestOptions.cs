using System.CommandLine;
using System.CommandLine.Parsing;
using LocalRig.Contract;

namespace LocalRig.Cli.Commands;

/// <summary>The contract's fields as command-line options.</summary>
internal sealed class RequestOptions
{
    private readonly List<(RequestField Field, RequestOption Form, Option Option)> _options = [];

    /// <summary>Adds every field's options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="refused">A field the command takes only to refuse it in words; help doesn't show it.</param>
    public RequestOptions(Command command, string refused = "")
    {
        foreach (RequestField field in RequestFields.All)
        {
            foreach (RequestOption form in field.Options)
            {
                Option option = Make(field, form);
                option.Hidden = field.Name == refused;
                _options.Add((field, form, option));
                command.Add(option);
            }
        }
    }

    /// <summary>The fields given, with the option as written and the value's text.</summary>
    /// <exception cref="RequestException">Two options say different things of one field.</exception>
    public List<(RequestField Field, string Where, string Text)> Given(ParseResult parsed)
    {
        List<(RequestField Field, string Where, string Text)> given = [.. AllGiven(parsed)];
        foreach ((RequestField field, string where, string text) in given)
        {
            if (given.Find(g => g.Field == field && g.Text != text) is { Where: { } other })
            {
                throw new RequestException(new Problem(ErrorCode.Usage, $"`{where}` and `{other}` contradict each other.", "Give one of them.", where));
            }
        }

        return given;
    }

    private IEnumerable<(RequestField Field, string Where, string Text)> AllGiven(ParseResult parsed)
    {
        foreach ((RequestField field, RequestOption form, Option option) in _options)
        {
            if (parsed.GetResult(option) is OptionResult { Implicit: false } result)
            {
                string where = result.IdentifierToken?.Value ?? option.Name;
                yield return (field, where, form.Placeholder is null ? form.Implies : result.Tokens.Count > 0 ? result.Tokens[^1].Value : "");
            }
        }
    }

    /// <summary>The request a command line makes of a model.</summary>
    /// <exception cref="RequestException">Some options are wrong.</exception>
    public PlanRequest Request(ParseResult parsed, string model) =>
        PlanRequestReader.FromTexts([(RequestFields.Find("model")!, "model", model), .. Given(parsed)]);

    private static Option Make(RequestField field, RequestOption form)
    {
        // The longest name is the one help shows first and completions offer; llama.cpp's short ones are aliases.
        string name = form.Names.MaxBy(n => n.Length)!;
        string[] aliases = [.. form.Names.Where(n => n != name)];
        string help = form.Help ?? field.Help;
        return form.Placeholder is null
            ? new Option<bool>(name, aliases) { Description = help }
            : new Option<string>(name, aliases) { Description = help, HelpName = form.Placeholder };
    }
}
