using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Formats.Gguf;

/// <summary>Reads a header's metadata: numbers and texts decoded, long arrays passed over.</summary>
internal static class GgufMetadataReader
{
    public static Dictionary<string, object> Read(ref GgufCursor cursor, long count, GgufReadOptions options)
    {
        Dictionary<string, object> values = new((int)Math.Min(count, 256));
        for (long i = 0; i < count; i++)
        {
            int at = cursor.Position;
            string key = cursor.ReadText("metadata key", GgufLimits.KeyBytes, strict: true);
            if (key.Length == 0)
            {
                throw new CorruptModelException(at, $"metadata key {i}", "the key is empty");
            }

            GgufValueType type = (GgufValueType)cursor.ReadTypeId(key);
            object value = type == GgufValueType.Array ? ReadArray(ref cursor, key, options) : ReadScalar(ref cursor, type, key);
            if (!values.TryAdd(key, value))
            {
                throw new CorruptModelException(at, key, "the key occurs twice");
            }
        }

        return values;
    }

    private static object ReadScalar(ref GgufCursor cursor, GgufValueType type, string key) => type switch
    {
        GgufValueType.Bool => cursor.ReadByte(key) != 0,
        GgufValueType.String => cursor.ReadText(key, GgufLimits.TextBytes, strict: false),
        GgufValueType.UInt64 => cursor.ReadUInt64(key) is var n && n <= long.MaxValue ? (object)(long)n : n,
        GgufValueType.Float32 or GgufValueType.Float64 => ReadNumber(ref cursor, type, key),
        _ => ReadInteger(ref cursor, type, key),
    };

    private static object ReadArray(ref GgufCursor cursor, string key, GgufReadOptions options)
    {
        GgufValueType type = (GgufValueType)cursor.ReadTypeId(key);
        int smallest = SmallestItem(type, cursor.Position, key);
        long count = cursor.ReadCount(key, "array items", smallest, GgufLimits.ArrayItems);
        bool wanted = options.Wanted.Contains(key);
        bool numbers = type is not (GgufValueType.String or GgufValueType.Array);
        if (!wanted && (!numbers || count > options.DecodedItems))
        {
            Skip(ref cursor, type, count, key, depth: 1);
            return new SkippedArray(count);
        }

        switch (type)
        {
            case GgufValueType.Array:
                Skip(ref cursor, type, count, key, depth: 1);
                return new SkippedArray(count);
            case GgufValueType.String:
                return Decode(ref cursor, type, count, key, static (ref c, _, k) => c.ReadText(k, GgufLimits.TextBytes, strict: false));
            case GgufValueType.Float32 or GgufValueType.Float64:
                return Decode(ref cursor, type, count, key, ReadNumber);
            default:
                return Decode(ref cursor, type, count, key, ReadInteger);
        }
    }

    private delegate T ReadItem<T>(ref GgufCursor cursor, GgufValueType type, string key);

    private static ImmutableArray<T> Decode<T>(ref GgufCursor cursor, GgufValueType type, long count, string key, ReadItem<T> item)
    {
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>((int)Math.Min(count, GgufLimits.DecodedItems));
        for (long i = 0; i < count; i++)
        {
            items.Add(item(ref cursor, type, key));
        }

        return items.DrainToImmutable();
    }

    private static void Skip(ref GgufCursor cursor, GgufValueType type, long count, string key, int depth)
    {
        if (type == GgufValueType.String)
        {
            cursor.SkipTexts(count, key);
            return;
        }

        if (type != GgufValueType.Array)
        {
            cursor.Pass(count * SmallestItem(type, cursor.Position, key), key);
            return;
        }

        if (depth == GgufLimits.ArrayDepth)
        {
            throw new FormatLimitException(cursor.Position, key, $"arrays lie more than {GgufLimits.ArrayDepth} deep inside each other");
        }

        for (long i = 0; i < count; i++)
        {
            GgufValueType inner = (GgufValueType)cursor.ReadTypeId(key);
            int smallest = SmallestItem(inner, cursor.Position, key);
            Skip(ref cursor, inner, cursor.ReadCount(key, "array items", smallest, GgufLimits.ArrayItems), key, depth + 1);
        }
    }

    private static double ReadNumber(ref GgufCursor cursor, GgufValueType type, string key) =>
        type == GgufValueType.Float32
            ? BitConverter.UInt32BitsToSingle(cursor.ReadUInt32(key))
            : BitConverter.UInt64BitsToDouble(cursor.ReadUInt64(key));

    private static long ReadInteger(ref GgufCursor cursor, GgufValueType type, string key)
    {
        int at = cursor.Position;
        unchecked
        {
            return type switch
            {
                GgufValueType.UInt8 => cursor.ReadByte(key),
                GgufValueType.Int8 => (sbyte)cursor.ReadByte(key),
                GgufValueType.Bool => cursor.ReadByte(key) != 0 ? 1 : 0,
                GgufValueType.UInt16 => cursor.ReadUInt16(key),
                GgufValueType.Int16 => (short)cursor.ReadUInt16(key),
                GgufValueType.UInt32 => cursor.ReadUInt32(key),
                GgufValueType.Int32 => (int)cursor.ReadUInt32(key),
                GgufValueType.Int64 => (long)cursor.ReadUInt64(key),
                GgufValueType.UInt64 => cursor.ReadUInt64(key) is var n && n <= long.MaxValue
                    ? (long)n
                    : throw new FormatLimitException(at, key, $"an array item of {n} is beyond the range of whole numbers LocalRig keeps"),
                _ => throw UnknownType(type, at, key),
            };
        }
    }

    /// <summary>Fewest bytes an array item takes: exactly so many for numbers, the length alone for texts.</summary>
    private static int SmallestItem(GgufValueType type, int at, string key) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 or GgufValueType.String => 8,
        GgufValueType.Array => sizeof(uint) + sizeof(ulong),
        _ => throw UnknownType(type, at, key),
    };

    private static CorruptModelException UnknownType(GgufValueType type, int at, string key) =>
        new(at, key, $"GGUF has no value type {unchecked((uint)type)}");
}
