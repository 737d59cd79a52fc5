using System.Text;

namespace LocalRig.Site.Html;

/// <summary>Writes HTML that is well-formed XML too: everything is escaped, everything opened is closed.</summary>
internal sealed class HtmlWriter
{
    private static readonly HashSet<string> Blocks =
        ["html", "head", "body", "header", "nav", "main", "footer", "section", "article", "table", "thead", "tbody", "tr", "caption", "ul", "ol", "li", "dl", "dt", "dd", "p", "h1", "h2", "h3", "title", "details", "summary", "div", "meta", "link", "script", "pre", "svg", "text", "rect", "g"];

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element.</summary>
    public HtmlWriter Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        _text.Append('>');
        _open.Push(name);
        return this;
    }

    /// <summary>Closes the last opened element.</summary>
    public HtmlWriter Close()
    {
        string name = _open.Pop();
        _text.Append("</").Append(name).Append('>');
        Break(name);
        return this;
    }

    /// <summary>An element with a text in it.</summary>
    public HtmlWriter Leaf(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) => Open(name, attributes).Text(text).Close();

    /// <summary>An element that never holds anything.</summary>
    public HtmlWriter Empty(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        _text.Append(" />");
        Break(name);
        return this;
    }

    /// <summary>A text.</summary>
    public HtmlWriter Text(string text)
    {
        Escape(text, inAttribute: false);
        return this;
    }

    /// <summary>A link.</summary>
    public HtmlWriter Link(string href, string text) => Leaf("a", text, ("href", href));

    /// <summary>A link to a source, where it is an address; the text alone otherwise.</summary>
    public HtmlWriter Source(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" && !source.Any(char.IsWhiteSpace)
            ? Leaf("a", address!.Host, ("href", source), ("rel", "nofollow"))
            : Text(source);

    /// <summary>A figure with the value it stands for, and where an answer has it: the nearest <c>data-question</c> above says in which.</summary>
    public HtmlWriter Figure(string text, string value, string? path = null) => Leaf("data", text, ("value", value), ("data-path", path));

    /// <summary>A block of data for programs: JSON whose letters can't end it.</summary>
    public HtmlWriter Data(string type, string json)
    {
        Open("script", ("type", type));
        _text.Append(json); // its writer escapes <, > and &
        return Close();
    }

    /// <summary>Everything written.</summary>
    public string Finish()
    {
        while (_open.Count > 0)
        {
            Close();
        }

        return _text.ToString();
    }

    private void Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(name);
        foreach ((string attribute, string? value) in attributes)
        {
            if (value is not null)
            {
                _text.Append(' ').Append(attribute).Append("=\"");
                Escape(value, inAttribute: true);
                _text.Append('"');
            }
        }
    }

    private void Break(string name)
    {
        if (Blocks.Contains(name))
        {
            _text.Append('\n');
        }
    }

    private void Escape(string text, bool inAttribute)
    {
        const char Replacement = '\uFFFD'; // for what neither HTML nor XML may hold
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            _ = c switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' when inAttribute => _text.Append("&quot;"),
                _ when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) => _text.Append(c).Append(text[++i]),
                _ when char.IsSurrogate(c) || char.IsControl(c) && c is not ('\n' or '\t') || c is '\uFFFE' or '\uFFFF' => _text.Append(Replacement),
                _ => _text.Append(c),
            };
        }
    }
}
