using System.Collections.Immutable;
using LocalRig.Audit.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LocalRig.Local.Guides;

/// <summary>Reads a structured guide written in YAML (JSON is YAML too). Anchors and aliases aren't read: a small file could stand for a huge one.</summary>
public static class YamlGuide
{
    /// <summary>Reads the claims.</summary>
    /// <exception cref="GuideFormatException">It is no YAML, or no guide.</exception>
    public static Guide Read(string text)
    {
        if (text.Length > Guide.MostCharacters)
        {
            throw new GuideFormatException(0, $"It has {text.Length:N0} characters; a guide may have {Guide.MostCharacters:N0}.");
        }

        try
        {
            Parser parser = new(new StringReader(text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                throw new GuideFormatException(1, "The file is empty.");
            }

            GuideNode root = Node(parser, 0);
            parser.Consume<DocumentEnd>();
            return StructuredGuide.Read(root);
        }
        catch (YamlException wrong)
        {
            throw new GuideFormatException((int)wrong.Start.Line, "This is no sound YAML.");
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException or FormatException)
        {
            // YamlDotNet 18.1 lets these through on some damaged texts (found by fuzzing): Scanner.ScanPlainScalar in a flow sequence.
            throw new GuideFormatException(0, "This is no sound YAML.");
        }
    }

    private static GuideNode Node(Parser parser, int depth)
    {
        int line = (int)(parser.Current?.Start.Line ?? 0);
        if (depth > GuideNode.MostDepth)
        {
            throw new GuideFormatException(line, "It nests too deeply for a guide.");
        }

        if (parser.TryConsume<Scalar>(out var scalar) && scalar is not null)
        {
            return new ScalarNode(scalar.Value, line);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            ImmutableArray<GuideNode>.Builder items = ImmutableArray.CreateBuilder<GuideNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(parser, depth + 1));
            }

            return new ListNode(items.ToImmutable(), line);
        }

        if (!parser.TryConsume<MappingStart>(out _))
        {
            throw new GuideFormatException(line, "Anchors and aliases aren't read; write the value out.");
        }

        ImmutableArray<KeyValuePair<string, GuideNode>>.Builder entries = ImmutableArray.CreateBuilder<KeyValuePair<string, GuideNode>>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            string name = parser.TryConsume<Scalar>(out var key) && key is not null ? key.Value : throw new GuideFormatException((int)(parser.Current?.Start.Line ?? 0), "A field's name is a word.");
            entries.Add(new(name, Node(parser, depth + 1)));
        }

        return new MapNode(entries.ToImmutable(), line);
    }
}
