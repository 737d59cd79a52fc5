using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace LocalRig.Audit.Reading;

/// <summary>Reads a structured guide written in JSON.</summary>
public static class JsonGuide
{
    /// <summary>Reads the claims.</summary>
    /// <exception cref="GuideFormatException">It is no JSON, or no guide.</exception>
    public static Guide Read(string text)
    {
        Guide.Check(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Lines lines = new(bytes);
        try
        {
            Utf8JsonReader reader = new(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = GuideNode.MostDepth });
            reader.Read();
            GuideNode root = Node(ref reader, lines);
            return reader.Read() ? throw new GuideFormatException(lines.Of(reader.TokenStartIndex), "There is more after the end of the JSON.") : StructuredGuide.Read(root);
        }
        catch (JsonException wrong)
        {
            throw new GuideFormatException((int)(wrong.LineNumber ?? 0) + 1, "This is no sound JSON.");
        }
    }

    private static GuideNode Node(ref Utf8JsonReader reader, Lines lines)
    {
        int line = lines.Of(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                ImmutableArray<GuideNode>.Builder items = ImmutableArray.CreateBuilder<GuideNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Node(ref reader, lines));
                }

                return new ListNode(items.ToImmutable(), line);
            case JsonTokenType.StartObject:
                ImmutableArray<KeyValuePair<string, GuideNode>>.Builder entries = ImmutableArray.CreateBuilder<KeyValuePair<string, GuideNode>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = Text(ref reader, line);
                    reader.Read();
                    entries.Add(new(name, Node(ref reader, lines)));
                }

                return new MapNode(entries.ToImmutable(), line);
            default:
                return new ScalarNode(Text(ref reader, line), line);
        }
    }

    private static string Text(ref Utf8JsonReader reader, int line)
    {
        try
        {
            return reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() ?? "" : Encoding.UTF8.GetString(reader.ValueSpan);
        }
        catch (InvalidOperationException) // half of a surrogate pair
        {
            throw new GuideFormatException(line, "A text isn't sound UTF-8.");
        }
    }

    /// <summary>Line numbers of places in a text.</summary>
    private sealed class Lines
    {
        private readonly List<long> _ends = [];

        public Lines(byte[] bytes)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                if (bytes[i] == (byte)'\n')
                {
                    _ends.Add(i);
                }
            }
        }

        public int Of(long place)
        {
            int found = _ends.BinarySearch(place);
            return (found < 0 ? ~found : found) + 1;
        }
    }
}
