using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Shapes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalRig.Web.Mcp;

/// <summary>A question as a tool for language models: fields that matter to them, an answer of a few sentences and a few figures, and all of it on request.</summary>
internal sealed class QuestionTool<TRequest, TAnswer> : McpServerTool
{
    private readonly Question<TRequest, TAnswer> _question;
    private readonly ToolText<TAnswer> _text;
    private readonly Desk _desk;
    private readonly ToolTurns _turns;

    /// <summary>Makes one.</summary>
    /// <param name="question">The question.</param>
    /// <param name="text">What it is called and how it is answered.</param>
    /// <param name="desk">Where it is asked.</param>
    /// <param name="turns">When it is answered.</param>
    public QuestionTool(Question<TRequest, TAnswer> question, ToolText<TAnswer> text, Desk desk, ToolTurns turns)
    {
        (_question, _text, _desk, _turns) = (question, text, desk, turns);
        ProtocolTool = new Tool
        {
            Name = text.Name,
            Title = text.Title,
            Description = text.Description,
            InputSchema = ToolSchema.Of(question, text.Fields),
            OutputSchema = ToolSchema.Parse(text.Figures.Schema(text.Name)),
            Annotations = new ToolAnnotations { Title = text.Title, ReadOnlyHint = true, IdempotentHint = true, DestructiveHint = false, OpenWorldHint = false },
        };
    }

    /// <inheritdoc/>
    public override Tool ProtocolTool { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            (string json, bool details) = ToolArguments.Read(request.Params?.Arguments);
            TRequest asked = _question.Reader.FromJson(json);
            using IDisposable turn = await _turns.EnterAsync(cancellationToken).ConfigureAwait(false);
            TAnswer answer = await _desk.AskAsync(_question, asked, cancellation: cancellationToken).ConfigureAwait(false);
            List<ContentBlock> content = [new TextContentBlock { Text = _text.Sentences(answer) }];
            if (details)
            {
                content.Add(new TextContentBlock { Text = _question.Shape().Text(answer) });
            }

            return new CallToolResult { Content = content, StructuredContent = ToolSchema.Parse(_text.Figures.Text(answer)) };
        }
        catch (RequestException wrong)
        {
            return Refused(wrong.Combined);
        }
    }

    private static CallToolResult Refused(Problem problem) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = problem.Hint.Length > 0 ? $"{problem.Message} {problem.Hint}" : problem.Message }] };
}
