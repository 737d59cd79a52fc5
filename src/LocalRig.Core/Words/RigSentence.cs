using LocalRig.Rigs;
using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>Joins the terms of a text to parts: which number counts what, and whose memory a size is.</summary>
internal sealed class RigSentence
{
    private const int RebuiltMost = 2;

    private static readonly ByteSize SmallestDisk = ByteSize.FromGibibytes(256); // of notebooks and desktops sold today

    private readonly string text;
    private readonly RigParts parts = new();
    private readonly List<RigTerm> segment = [];

    // Of the segment that is being read.
    private NamedPart? last;
    private int? times;
    private ByteSize? early;
    private bool memory;
    private bool laptop;

    private RigSentence(string text) => this.text = text;

    /// <summary>The parts a text names.</summary>
    /// <exception cref="RequestException">Something in it isn't understood.</exception>
    public static RigParts Read(string text)
    {
        RigSentence sentence = new(text);
        foreach (RigTerm term in RigTerms.Read(text))
        {
            if (term is RigTerm.Break)
            {
                sentence.Close();
            }
            else
            {
                sentence.segment.Add(term);
            }
        }

        sentence.Close();
        return sentence.parts;
    }

    private void Close()
    {
        NamedPart? before = last;
        (last, times, early, memory) = (null, null, null, false);
        int things = parts.Devices.Count + parts.Processors.Count;
        for (int i = 0; i < segment.Count; i++)
        {
            Take(i, before);
        }

        if (early is ByteSize size)
        {
            Main(size, null);
        }

        if (times is int count && !memory && last is null)
        {
            throw Unknown(segment[0].Start, segment[^1].End, $"{count} of what?");
        }

        Unclear(parts.Devices.Count + parts.Processors.Count > things || memory || parts.None);
        segment.Clear();
    }

    private void Take(int i, NamedPart? before)
    {
        switch (segment[i])
        {
            case RigTerm.Device device:
                Name(new NamedPart(device.Name, text[device.Start..device.End], device.What), i);
                break;
            case RigTerm.Card card:
                Name(new NamedPart("", text[card.Start..card.End], Named.Nothing) { Card = card.Backend }, i);
                break;
            case RigTerm.Times count:
                Count(count, before);
                break;
            case RigTerm.Number number:
                Bare(number, i);
                break;
            case RigTerm.Size size:
                Size(size, i, before);
                break;
            case RigTerm.Ddr ddr:
                (parts.Memory.Kind, parts.Memory.Rate, memory) = (ddr.Kind, ddr.Transfers ?? parts.Memory.Rate, true);
                Modules();
                break;
            case RigTerm.Rate rate:
                (parts.Memory.Rate, memory) = (rate.Transfers, true);
                Modules();
                break;
            case RigTerm.Speed speed:
                (parts.Memory.Bandwidth, memory) = (speed.Bandwidth, true);
                break;
            case RigTerm.Channels channels:
                (parts.Memory.Channels, memory) = (channels.Count, true);
                break;
            case RigTerm.Cores cores when last is not null:
                last.Cores ??= cores.Count;
                break;
            case RigTerm.Form form when last is not null:
                last.Form = form.Word;
                break;
            case RigTerm.Hint hint:
                Hint(hint.Word, before);
                break;
        }
    }

    private void Name(NamedPart part, int i)
    {
        part.Laptop = laptop;
        (part.Counted, part.Count, part.Memory) = (times is not null, times ?? 1, early);
        if (part.Count is < 1 or > RigLimits.Devices)
        {
            throw new RequestException(new Problem(ErrorCode.RigUnknown, $"{part.Count} times {part.Text} is no rig.", $"A rig has 1 to {RigLimits.Devices} of a device; a processor alone is written as its memory: 64GB.", "rig"));
        }

        (times, early, last) = (null, null, part);
        (part.What.All.Any() && part.What.IsHost ? parts.Processors : parts.Devices).Add(part);
    }

    /// <summary>A count belongs to the next name, size or rate; after a name or size to that.</summary>
    private void Count(RigTerm.Times count, NamedPart? before)
    {
        if (count.After && segment.TakeWhile(t => t != count).Any(t => t is RigTerm.Form { Word: "pcie" } || text[t.Start..t.End].StartsWith("gen", StringComparison.OrdinalIgnoreCase)))
        {
            return; // PCIe x16 are lanes
        }

        if (!count.After)
        {
            times = count.Count;
            return;
        }

        NamedPart? part = last ?? (segment[0] == count ? before : null);
        if (part is not null)
        {
            (part.Counted, part.Count) = (true, count.Count);
            if (part.Count is < 1 or > RigLimits.Devices)
            {
                throw Unknown(count.Start, count.End, $"A rig has 1 to {RigLimits.Devices} of a device.");
            }
        }
        else if (memory && parts.Memory is { Bytes: ByteSize each, Modules: null })
        {
            parts.Memory.Bytes = null;
            Main(each, count.Count);
        }
        else if (early is ByteSize one)
        {
            Main(one, count.Count);
        }
        else
        {
            times = count.Count;
        }
    }

    /// <summary>A bare number is never bytes: before a name it counts, after main memory it is its rate.</summary>
    private void Bare(RigTerm.Number number, int i)
    {
        bool counts = number.Value is >= 1 and <= RigLimits.Devices && number.Value % 1 == 0 && segment.Skip(i + 1).FirstOrDefault(t => t is not RigTerm.Filler and not RigTerm.Brand) is RigTerm.Device or RigTerm.Card;
        if (counts)
        {
            times = (int)number.Value;
        }
        else if (memory && parts.Memory.Rate is null && MemoryTerms.IsRate(number.Value))
        {
            parts.Memory.Rate = (int)number.Value;
        }
        else
        {
            segment[i] = new RigTerm.Unknown(number.Start, number.End, MereWord: false);
        }
    }

    private void Size(RigTerm.Size size, int i, NamedPart? before)
    {
        RigTerm? next = segment.Skip(i + 1).FirstOrDefault(t => t is not RigTerm.Filler);
        RigTerm? previous = segment.Take(i).LastOrDefault(t => t is not RigTerm.Filler);
        bool disk = IsDisk(size, i);
        bool modules = times is not null && (last is null || previous is RigTerm.Times); // not the 2X in a card's name
        bool main = modules || IsBeyondCards(size) || previous is RigTerm.Ddr || next is RigTerm.Ddr or RigTerm.Rate or RigTerm.Channels or RigTerm.Speed or RigTerm.Hint { Word: HintWord.Ram }
            || (previous is RigTerm.Hint { Word: HintWord.Ram } && !memory) || (last is not null && parts.Processors.Contains(last) && !size.Colon);
        if (disk || IsTogether(size, previous) || (next is not null && text[next.Start..next.End].Equals("usable", StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        if (last is null && !modules && next is RigTerm.Hint { Word: HintWord.Memory } && before is { Memory: null } && before.What.All.Any(d => d.MemoryVersions.Contains(size.Bytes)))
        {
            before.Memory = size.Bytes; // "a 3080 Ti with 12 GB of memory"
            return;
        }

        if (next is RigTerm.Hint { Word: HintWord.Vram } or RigTerm.Hint { Word: HintWord.Memory } && !main && last is { Memory: null })
        {
            last.Memory = size.Bytes;
        }
        else if (size.Colon || (!main && last is { Memory: null }))
        {
            last = last ?? throw Unknown(size.Start, size.End, "A size after a colon is a device's: m3-max-40c:64, gpu:24GB.");
            last.Memory = size.Bytes;
        }
        else if (main || next is RigTerm.Hint { Word: HintWord.Memory } || IsSecondOfCard(size))
        {
            Main(size.Bytes, modules ? times : null);
        }
        else if (last is not null)
        {
            throw Unknown(size.Start, size.End, $"{last.Text} has {last.Memory} already; main memory is written \"+ 64GB\".");
        }
        else
        {
            early = size.Bytes;
        }
    }

    /// <summary>"RTX 4060 laptop 32GB", "3090 64gb": more than rebuilt cards have, which is at most twice what they were sold with (RTX 4090 48GB, RTX 2080 Ti 22GB), is main memory.</summary>
    private bool IsBeyondCards(RigTerm.Size size) =>
        !size.Colon && parts.Memory.Bytes is null && last is { Memory: null } && last.What.All.Any()
        && last.What.All.All(d => d.Kind == DeviceKind.Discrete && size.Bytes > d.Memory * (RebuiltMost * last.Count) && d.MemoryVersions.All(m => size.Bytes > m * (RebuiltMost * last.Count)));

    /// <summary>"512GB SSD" and "SSD 512GB"; between two sizes ("16GB SSD 512GB") the larger is the disk's.</summary>
    private bool IsDisk(RigTerm.Size size, int i)
    {
        RigTerm[] after = [.. segment.Skip(i + 1).Where(static t => t is not RigTerm.Filler).Take(2)];
        RigTerm[] before = [.. segment.Take(i).Where(static t => t is not RigTerm.Filler).TakeLast(2)];
        return after is [RigTerm.Hint { Word: HintWord.Disk }, ..] && !(after is [_, RigTerm.Size second] && second.Bytes > size.Bytes)
            || before is [.., RigTerm.Hint { Word: HintWord.Disk }] && !(before is [RigTerm.Size first, _] && first.Bytes >= size.Bytes);
    }

    /// <summary>"3060 laptop 6GB 16GB": after the card's own a larger size is main memory; 256GB and more may be a disk's.</summary>
    private bool IsSecondOfCard(RigTerm.Size size) =>
        parts.Memory.Bytes is null && last is { Memory: ByteSize own } && own < size.Bytes && size.Bytes < SmallestDisk && last.What.All.Any() && last.What.All.All(static d => d.Kind == DeviceKind.Discrete);

    /// <summary>"total 42GB VRAM" is what all cards have together.</summary>
    private bool IsTogether(RigTerm.Size size, RigTerm? previous) =>
        last is not null && text[(previous?.End ?? 0)..size.Start].Contains("total", StringComparison.OrdinalIgnoreCase);

    private void Main(ByteSize each, int? modules)
    {
        if (modules is < 1 or > RigLimits.Devices)
        {
            throw new RequestException(new Problem(ErrorCode.RigUnknown, $"{modules} modules of memory are no rig.", $"A board takes 1 to {RigLimits.Devices}.", "rig"));
        }

        ByteSize whole = each * (modules ?? 1);
        bool again = parts.Memory.Bytes == whole && (modules is not null || parts.Memory.Modules is not null); // "64GB (2x 32GB)" says it twice
        if (parts.Memory.Bytes is ByteSize said && !again)
        {
            whole = modules is not null && parts.Memory.Modules is not null ? whole + said // 2x 16GB and 2x 32GB
                : throw new RequestException(new Problem(ErrorCode.RigUnknown, $"Main memory is said to be {said} and {whole}.", "Say it once: 64GB, or 2x 32GB.", "rig"));
        }

        (parts.Memory.Bytes, parts.Memory.Modules, memory, times, early) = (whole, modules is int more && !(again && parts.Memory.Modules is not null) ? (parts.Memory.Modules ?? 0) + more : parts.Memory.Modules, true, null, null);
    }

    /// <summary><c>8x 3200 MHz RAM</c>: a count before a rate is of modules.</summary>
    private void Modules()
    {
        if (times is int count)
        {
            (parts.Memory.Modules, times) = (count, null);
        }
    }

    private void Hint(HintWord word, NamedPart? before)
    {
        switch (word)
        {
            case HintWord.Laptop when (last ?? (segment.All(t => t is RigTerm.Hint or RigTerm.Filler) ? before : null)) is NamedPart part:
                part.Laptop = true;
                break;
            case HintWord.Laptop:
                laptop = true;
                break;
            case HintWord.None:
                parts.None = true;
                break;
            case HintWord.Ram when early is ByteSize size:
                Main(size, times);
                break;
            case HintWord.Vram when early is ByteSize size && parts.Devices.Count > 0:
                if (parts.Devices is [{ Memory: null } only])
                {
                    only.Memory = size;
                }

                early = null; // of all cards together, whose own sizes count
                break;
            case HintWord.Vram when early is ByteSize size:
                Name(new NamedPart("", $"{size}", Named.Nothing) { Card = Rigs.Backend.Cuda, Memory = size }, 0);
                break;
        }
    }

    /// <summary>"M2 Air": the computer behind Apple's chip.</summary>
    private bool IsAir(RigTerm term) =>
        term is RigTerm.Unknown && last is not null && last.What.All.Any(static d => d.Maker == "Apple") && text[term.Start..term.End].Equals("air", StringComparison.OrdinalIgnoreCase);

    /// <summary>What of a segment wasn't understood: a mere word beside something is left out and named, all else is refused.</summary>
    private void Unclear(bool understood)
    {
        for (int i = 0; i < segment.Count; i++)
        {
            if (IsAir(segment[i]))
            {
                continue;
            }

            if (segment[i] is RigTerm.Unknown { MereWord: true } word && (understood || !segment.Any(t => t is RigTerm.Brand or RigTerm.Number or RigTerm.Unknown { MereWord: false })))
            {
                parts.Notices.Add($"\"{text[word.Start..word.End]}\" says nothing to LocalRig and is left out.");
            }
            else if (segment[i] is RigTerm.Unknown || (segment[i] is RigTerm.Brand && !understood))
            {
                i = Refuse(i);
            }
        }
    }

    /// <summary>Refuses an unknown product by its whole name; an unknown processor beside known parts only leaves its bandwidth unknown.</summary>
    private int Refuse(int at)
    {
        int first = at;
        while (first > 0 && segment[first - 1] is RigTerm.Brand or RigTerm.Unknown { MereWord: false } or RigTerm.Number)
        {
            first--;
        }

        int last = at;
        while (last + 1 < segment.Count && segment[last + 1] is RigTerm.Unknown or RigTerm.Number or RigTerm.Brand)
        {
            last++;
        }

        (int start, int end) = (segment[first].Start, segment[last].End);
        if (segment.Skip(first).Take(last - first + 1).Any(t => t is RigTerm.Brand { OfProcessor: true }))
        {
            parts.Notices.Add($"LocalRig doesn't know the processor \"{text[start..end]}\"; how fast its memory is stays unknown.");
            return last;
        }

        throw Unknown(start, end, null);
    }

    private RequestException Unknown(int start, int end, string? hint)
    {
        while (start > 0 && !IsGap(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && !IsGap(text[end]))
        {
            end++;
        }

        string term = text[start..end].Trim();
        return new(new Problem(ErrorCode.RigUnknown, $"\"{term}\" is no hardware LocalRig knows.", hint ?? RigSuggestion.For(term), "rig"));
    }

    private static bool IsGap(char c) => char.IsWhiteSpace(c) || ",;+/|&()".Contains(c, StringComparison.Ordinal);
}
