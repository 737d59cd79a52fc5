using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>Reads a guide written for people: Markdown tables, and sentences of the common forms. What looks like a claim and isn't understood is listed.</summary>
public static partial class MarkdownGuide
{
    /// <summary>Reads the claims.</summary>
    /// <param name="text">The guide.</param>
    /// <param name="family">The family that sizes without a name belong to; empty to take it from the first heading.</param>
    /// <exception cref="GuideFormatException">It is larger than any guide.</exception>
    public static Guide Read(string text, string family = "")
    {
        Guide.Check(text);
        if (PagedText.Is(text))
        {
            return Read(PagedText.Lines(text), family);
        }

        Reader reader = new(family);
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            reader.Line(line.ToString(), ++number);
        }

        return reader.End();
    }

    /// <summary>Reads lines that stood elsewhere: each with its line in the document it comes from.</summary>
    internal static Guide Read(IEnumerable<(string Text, int Line)> lines, string family)
    {
        Reader reader = new(family);
        foreach ((string text, int line) in lines)
        {
            reader.Line(text, line);
        }

        return reader.End();
    }

    // Ten times a broad table's widest rows; patterns that look for separators take a time that grows with the square of it.
    private const int MostInRow = 8_000;

    private sealed class Reader(string family)
    {
        private readonly List<Claim> _claims = [];
        private readonly List<Unread> _unread = [];
        private readonly HashSet<string> _distinct = [];
        private int _counted;
        private int _countedUnread;
        private readonly StringBuilder _paragraph = new();
        private readonly List<(int Start, int Line)> _lines = [];
        private string _family = family;
        private GuideTable? _table;
        private string _header = "";
        private int _prose;
        private int _number;
        private int _before;
        private Subject _title = Subject.None;
        private Subject _subject = Subject.None;
        private Subject _section = Subject.None;
        private Subject _outer = Subject.None; // of the heading, whatever bold lines under it speak of
        private Subject _lead = Subject.None;
        private bool _leads;
        private FactTable? _facts;
        private bool _code;
        private bool _colon;
        private string _own = "";
        private string _named = ""; // the model that a form's line names
        private bool _foreign;
        private bool _machine;
        private readonly FigureRole[] _captions = new FigureRole[6]; // by depth of heading
        private readonly Interval?[] _rooms = new Interval?[6];

        public void Line(string line, int number)
        {
            (_before, _number) = (_number, number);
            string text = HubAddress().Replace(Typing.Plain(line).Trim(), "${name}");
            if (text.Length != line.Trim().Length && _title.Model.Length == 0 && Packed().IsMatch(text) && FactFinder.In(text).Where(f => f.Kind == FactKind.Model).ToArray() is [var packed])
            {
                (_title, _section) = (_title with { Model = packed.Text }, _section with { Model = packed.Text }); // a packer's page names whose files they are by an address
            }

            if (SheetLine().IsMatch(text))
            {
                (_section, _lead, _subject) = (_section with { IsSheet = true }, _lead with { IsSheet = true }, _subject with { IsSheet = true });
            }

            if (text.StartsWith("```", StringComparison.Ordinal))
            {
                _code = !_code;
                Flush();
            }
            else if (_code)
            {
                return;
            }
            else if (text.Length > 0 && text[0] == '#')
            {
                Flush();
                _family = _family.Length == 0 && FamilyName().Match(text) is { Success: true } match ? match.Value : _family;
                Heading(text);
            }
            else if (BoldLine().IsMatch(text))
            {
                BoldHeading(text);
            }
            else if (text.Contains('|', StringComparison.Ordinal))
            {
                Row(text);
            }
            else if (text.Length == 0 || text[0] is '-' or '*' or '>' || Numbered().IsMatch(text))
            {
                Flush();
                Item(text);
                Add(text.TrimStart('-', '*', '>', ' '));
            }
            else
            {
                Paragraph(text, !char.IsWhiteSpace(line[0]));
                Add(text);
            }

            Count();
        }

        private void Count()
        {
            for (; _counted < _claims.Count; _counted++)
            {
                _distinct.Add(ClaimWords.Of(_claims[_counted]));
            }

            for (; _countedUnread < _unread.Count; _countedUnread++)
            {
                _distinct.Add(_unread[_countedUnread].Text);
            }

            if (_distinct.Count > Guide.Most)
            {
                throw new GuideFormatException(_number, $"A guide may have {Guide.Most:N0} different claims; this one has more.");
            }
        }

        public Guide End()
        {
            Flush();
            return new Guide([.. _claims], [.. _unread], _prose);
        }

        /// <summary>The first heading speaks for the whole guide, later ones for their section; what a heading itself claims is read too.</summary>
        private void Heading(string text)
        {
            string words = text.TrimStart('#', ' ');
            if (words.Length is 0 or > Sentences.MostLetters)
            {
                return;
            }

            ImmutableArray<Fact> facts = FactFinder.In(words);
            _claims.AddRange(new FactSentence(words, facts, _title, _family).Claims(out _).Select(c => c with { Line = _number, Text = words }));
            // What a section about the machine names is the machine of all that follows.
            _title = _machine && _title.Device.Length == 0 ? _title with { Device = _own } : _title;
            _machine = MachineSection().IsMatch(words);
            _subject = _title.After(facts) with { InList = false, Role = FigureRole.None, Caption = Captioned(words, text.AsSpan().IndexOfAnyExcept('#')), Room = RoomUnder(words, facts, text.AsSpan().IndexOfAnyExcept('#')), SectionContext = facts.Where(f => f.Kind == FactKind.Context).Select(f => (int?)f.Amount.Low).ToArray() is [var tokens] ? tokens : null };
            _section = _subject = _subject with { IsSheet = SheetHeading().IsMatch(words) };
            _outer = _subject;
            _title = text.StartsWith("# ", StringComparison.Ordinal) || text.StartsWith("#\t", StringComparison.Ordinal) ? _subject : _title;
        }

        /// <summary>A line in bold letters alone speaks for what follows up to the next, within its section.</summary>
        private void BoldHeading(string text)
        {
            Flush();
            _subject = _outer with { InList = false, Role = FigureRole.None };
            Add(text);
            Flush();
            _section = _subject;
        }

        /// <summary>What the figures under a heading count; a heading that doesn't say has it from those above it.</summary>
        private FigureRole Captioned(string words, int level)
        {
            FigureRole own = FigureRoles.IsOfCache(words) ? FigureRole.Cache : FigureRoles.Running(words) is var running and not FigureRole.None ? running : FigureRoles.Caption(words);
            level = Math.Clamp(level, 1, _captions.Length);
            _captions[level - 1] = own;
            Array.Clear(_captions, level, _captions.Length - level);
            return Array.FindLast(_captions, c => c != FigureRole.None) is var said and not FigureRole.None ? said : _title.Caption;
        }

        /// <summary>The memory a heading names by itself; one below that names none is still of it.</summary>
        private Interval? RoomUnder(string words, ImmutableArray<Fact> facts, int level)
        {
            level = Math.Clamp(level, 1, _rooms.Length);
            Array.Clear(_rooms, level - 1, _rooms.Length - level + 1);
            _rooms[level - 1] = FigureRoles.Room(words);
            return facts.Any(f => f.Kind == FactKind.Device) ? null : Array.FindLast(_rooms, r => r is not null);
        }

        private void Row(string text)
        {
            if (text.Length > MostInRow)
            {
                _unread.Add(new Unread(_number, text[..80] + "…", $"A row of {text.Length:N0} letters is too long to read."));
                return;
            }

            ImmutableArray<string> cells = Cells(text);
            if (_facts is not null)
            {
                _facts.Read(cells, _number, _claims, _unread);
            }
            else if (_table is not null)
            {
                _table.Read(cells, _number, _claims, _unread);
            }
            else if (_foreign)
            {
                _unread.Add(new Unread(_number, text, "A row of a table whose header LocalRig doesn't understand."));
            }
            else if (_header.Length > 0 && cells.Length > 0 && cells.All(c => c.Length > 0 && c.All(l => l is '-' or ':' or ' ')))
            {
                GuideTable table = new(Cells(_header), _family);
                FactTable facts = new(Cells(_header), _subject.InList ? _section : _subject, _family);
                bool tiers = table.IsTiers && !facts.HasNamedColumns;
                (_table, _facts, _foreign) = (tiers ? table : null, !tiers && facts.IsUnderstood ? facts : null, !tiers && !facts.IsUnderstood);
            }
            else
            {
                Flush();
                _header = text;
            }
        }

        /// <summary>An item speaks after what came before its list, not after the item above; one that ends in a colon leads those after it.</summary>
        private void Item(string text)
        {
            if (text.Length == 0)
            {
                return;
            }

            _lead = _subject.InList ? _lead : _colon ? _subject : _section;
            _subject = _lead with { InList = true };
            _leads = text.EndsWith(':');
        }

        /// <summary>A paragraph speaks after its section, unless it begins by pointing back.</summary>
        private void Paragraph(string text, bool margin)
        {
            // Lines of a form, "GPU: …", say each a thing of its own.
            if (_paragraph.Length > 0 && FormLine().IsMatch(text))
            {
                Flush();
                return;
            }

            // Lines that begin alike and each have a figure say each a thing of its own: "On Apple M1, 20 tokens/s".
            if (_paragraph.Length > 0 && _lines.Count > 0 && Alike(_paragraph.ToString(_lines[^1].Start, _paragraph.Length - _lines[^1].Start), text))
            {
                Flush();
            }

            // Under a list item, a line at the margin that begins like a sentence is none of it.
            if (_subject.InList && margin && _paragraph.Length > 0 && char.IsAsciiLetterUpper(text[0]))
            {
                Flush();
            }

            if (_paragraph.Length == 0)
            {
                // What stands after a list points to what stood before it, not to its last item.
                _subject = (_colon || PointsBack().IsMatch(text) ? _subject.InList && !_colon ? _lead : _subject : _section) with { InList = false, Role = FigureRole.None };
            }
        }

        private static bool Alike(string above, string line) =>
            above.AsSpan().ContainsAnyInRange('0', '9') && line.AsSpan().ContainsAnyInRange('0', '9') && !SentenceStop().IsMatch(above)
            && above.IndexOf(' ', StringComparison.Ordinal) is int end and > 0 && char.IsAsciiLetterUpper(line[0]) && line.StartsWith(above[..(end + 1)], StringComparison.Ordinal);

        private static ImmutableArray<string> Cells(string row) => [.. row.Trim().Trim('|').Split('|').Take(64).Select(c => c.Trim())];

        private void Add(string text)
        {
            EndTable();
            if (text.Length > 0)
            {
                // A word parted at a line's end; a hyphen before a capital or a digit is the word's own.
                if (_paragraph is [.., char letter, '-', ' '] && char.IsAsciiLetterOrDigit(letter) && char.IsAsciiLetterOrDigit(text[0]))
                {
                    _paragraph.Length -= char.IsAsciiLetterLower(letter) && char.IsAsciiLetterLower(text[0]) ? 2 : 1;
                }

                _lines.Add((_paragraph.Length, _number));
                _paragraph.Append(text.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal)).Append(' ');
                _colon = text.EndsWith(':');
                if (_colon && !_subject.InList)
                {
                    Flush(); // what a line that ends so speaks of is what follows it
                }
            }
        }

        /// <summary>A line with bars that no table followed is a sentence after all.</summary>
        private void EndTable()
        {
            string header = _table is null && _facts is null && !_foreign ? _header : "";
            _subject = _table is not null || _facts is not null ? _section : _subject; // what led a table leads no other
            (_table, _facts, _header, _foreign) = (null, null, "", false);
            if (header.Length > 0)
            {
                // Bars between short remarks: each for itself, so that none speaks for the next.
                foreach (string remark in header.Trim('|', '-', ' ').Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    _ = new Sentences(_family).Read(remark, _before, _subject.InList ? _lead : _subject, _claims, _unread, ref _prose);
                }
            }
        }

        private void Flush()
        {
            EndTable();
            string paragraph = _paragraph.ToString();
            Sentences sentences = new(_family);
            int start = 0;
            foreach (Match end in SentenceEnd().Matches(paragraph))
            {
                Sentence(sentences, paragraph, start, end.Index);
                start = end.Index + end.Length;
            }

            Sentence(sentences, paragraph, start, paragraph.Length);
            _paragraph.Clear();
            _lines.Clear();
        }

        /// <summary>The machine the authors call theirs is meant wherever no other is named.</summary>
        private void Own(string text)
        {
            _own = _machine && _own.Length == 0 ? _subject.Device : _own;
            if ((_title.Device.Length == 0 || MachineLabel().IsMatch(text)) && OwnMachine().IsMatch(text) && FactFinder.In(text).Where(f => f.Kind == FactKind.Device).Select(f => f.Text).Distinct().ToArray() is [var own] && !Naming.DeviceClass.Is(own))
            {
                // A form's line says it anew: "GPU: …".
                string known = _title.Device;
                _title = _title with { Device = own };
                _section = _section.Device == known ? _section with { Device = own } : _section;
                _lead = _lead.Device == known ? _lead with { Device = own } : _lead;
            }

            // What a report names as its model is meant in all its lines.
            if (OwnModel().IsMatch(text) && FactFinder.In(text).Where(f => f.Kind == FactKind.Model && !FactWords.SizeAlone().IsMatch(f.Text)).Select(f => f.Text).Distinct().ToArray() is [var model])
            {
                string quant = FactFinder.In(text).FirstOrDefault(f => f.Kind == FactKind.Quant)?.Text ?? "";
                string before = _named.Length > 0 ? _named : _title.Model;
                _title = _title with { Model = model, Quant = quant, QuantOf = quant.Length > 0 ? model : "" };
                _named = model;
                _section = _section.Model.Length == 0 || _section.Model == before ? _section with { Model = model, Quant = quant, QuantOf = quant.Length > 0 ? model : "" } : _section;
                _lead = _lead.Model.Length == 0 || _lead.Model == before ? _lead with { Model = model, Quant = quant, QuantOf = quant.Length > 0 ? model : "" } : _lead;
            }
        }

        private void Sentence(Sentences sentences, string paragraph, int start, int end)
        {
            string text = paragraph[start..end].Trim();
            if (text.Length > 0)
            {
                int line = _lines.LastOrDefault(l => l.Start <= start, (Start: 0, Line: _number)).Line;
                int from = _claims.Count;
                _subject = sentences.Read(text, line, _subject, _claims, _unread, ref _prose);
                _subject = FigureRoles.Caption(text) is var said and not FigureRole.None ? _subject with { Caption = said } : _subject;

                // A sentence over several lines: each claim's own is its figure's.
                int trimmed = paragraph[start..end].Length - paragraph[start..end].TrimStart().Length;
                for (int i = from; i < _claims.Count; i++)
                {
                    int place = start + trimmed + _claims[i].Place;
                    _claims[i] = _claims[i] with { Line = _lines.LastOrDefault(l => l.Start <= place, (Start: 0, Line: line)).Line };
                }

                Count();
                _section = OfAll().IsMatch(text) && _subject.QuantOf.Length == 0 && _subject.Quant.Length > 0 ? _section with { Quant = _subject.Quant, QuantOf = "", Context = _subject.Context } : _section;
                _lead = _leads ? _subject : _lead;
                Own(text);
            }
        }
    }
}
