using LocalRig.Planning;

namespace LocalRig.Engines.LlamaCpp.Fit;

/// <summary>Fills devices with layers as llama.cpp's fitting does where the context alone doesn't help (common/fit.cpp, steps 3 and 4): from the last
/// device to the first, with experts left on the host; then, where there are experts and room, whole layers from the first device on. How many layers
/// a device takes is found by false position between a number that fits and one that doesn't, one layer apart in the end.</summary>
/// <param name="layers">Layers of the model, the output left aside.</param>
/// <param name="experts">Whether it has routed experts.</param>
/// <param name="targets">The most bytes each device may hold.</param>
/// <param name="memories">The devices' names.</param>
/// <param name="host">The processor's name.</param>
/// <param name="start">The placement all else is taken from.</param>
/// <param name="measure">Bytes per device in a placement.</param>
internal sealed class LayerFill(int layers, bool experts, long[] targets, string[] memories, string host, Placement start, Func<Placement, long[]> measure)
{
    private readonly int _last = targets.Length - 1;

    private string[] _rest = [.. targets.Select(_ => host)];

    private LayerShare[] _shares = new LayerShare[targets.Length];

    private long[] _held = [];

    private int _firstPartial;

    /// <summary>The placement it comes to.</summary>
    /// <param name="expertsComeBack">Whether all but the experts fits with room to spare.</param>
    public Placement Fill(bool expertsComeBack)
    {
        _held = Held(_shares, _rest);
        for (int device = _last; device >= 0; device--)
        {
            FillFromTheBack(device);
        }

        if (experts && expertsComeBack)
        {
            _firstPartial = FirstOfTheFilled();
            for (int device = 0; device <= _firstPartial && _firstPartial <= _last; device++)
            {
                Complete(device);
                TakePartOfOneMore(device);
            }
        }

        return Written(_shares, _rest);
    }

    /// <summary>The same with divided experts all on the host.</summary>
    public Placement FilledWhole => Written([.. _shares.Select(static s => s with { First = LayerPart.AllButExperts })], [.. _rest.Select(_ => host)]);

    private Placement Written(LayerShare[] shares, string[] rest) => ShareOptions.Written(shares, rest, host, layers, start);

    private long[] Held(LayerShare[] shares, string[] rest) => measure(Written(shares, rest));

    /// <summary>Layers a step goes from what fits towards what doesn't; in 32 bits without sign, as llama.cpp counts.</summary>
    private int Step(int apart, int device, long[] tooMuch)
    {
        long more = tooMuch[device] - _held[device];
        uint step = more > 0 ? unchecked((uint)(apart * (targets[device] - _held[device]) / more)) : (uint)(apart - 1);
        return (int)Math.Min(Math.Max(step, 1u), (uint)(apart - 1));
    }

    private void FillFromTheBack(int device)
    {
        int open = layers + 1 - _shares.Skip(device + 1).Sum(static s => s.Layers);
        if (open == 0)
        {
            return;
        }

        LayerShare[] high = [.. _shares];
        high[device] = _shares[device] with { Layers = open, Partial = !experts ? _shares[device].Partial : device < _last ? open : open - 1 };
        long[] tooMuch = Held(high, _rest);
        if (tooMuch[device] <= targets[device])
        {
            (_shares, _held) = (high, tooMuch);
            return;
        }

        for (int apart = open - _shares[device].Layers; apart > 1; apart = high[device].Layers - _shares[device].Layers)
        {
            int step = Step(apart, device, tooMuch);
            LayerShare now = _shares[device];
            LayerShare[] tried = [.. _shares];
            int partial = !experts ? 0 : device == _last && now.Partial == 0 ? step - 1 : step; // the output is never partial
            tried[device] = now with { Layers = now.Layers + step, Partial = now.Partial + partial };
            long[] held = Held(tried, _rest);
            if (held[device] <= targets[device])
            {
                (_shares, _held) = (tried, held);
            }
            else
            {
                (high, tooMuch) = (tried, held);
            }
        }
    }

    /// <summary>The first of the devices that were given something, counted without a gap from the last.</summary>
    private int FirstOfTheFilled()
    {
        int first = _last + 1;
        while (first > 0 && _shares[first - 1].Layers > 0)
        {
            first--;
        }

        return first;
    }

    /// <summary>Turns partial layers of later devices into whole ones here.</summary>
    private void Complete(int device)
    {
        LayerShare[] high = [.. _shares];
        for (int from = _firstPartial; from <= _last; from++)
        {
            int moved = from < _last ? high[from].Layers : high[from].Layers - 1;
            high[device] = high[device] with { Layers = high[device].Layers + moved };
            high[from] = high[from] with { Layers = high[from].Layers - moved, Partial = 0 };
        }

        long[] tooMuch = Held(high, _rest);
        if (tooMuch[device] <= targets[device])
        {
            (_shares, _held, _firstPartial) = (high, tooMuch, _last);
            return;
        }

        for (int apart = high[device].Whole - _shares[device].Whole; apart > 1; apart = high[device].Whole - _shares[device].Whole)
        {
            (LayerShare[] tried, int partial) = Moved(device, Step(apart, device, tooMuch));
            long[] held = Held(tried, _rest);
            if (held[device] <= targets[device])
            {
                (_shares, _held, _firstPartial) = (tried, held, partial);
            }
            else
            {
                (high, tooMuch) = (tried, held);
            }
        }
    }

    private (LayerShare[] Shares, int FirstPartial) Moved(int device, int count)
    {
        LayerShare[] tried = [.. _shares];
        int from = _firstPartial;
        for (int left = count; from <= _last; from++)
        {
            int moved = Math.Min(left, tried[from].Partial);
            tried[from] = tried[from] with { Layers = tried[from].Layers - moved, Partial = tried[from].Partial - moved };
            tried[device] = tried[device] with { Layers = tried[device].Layers + moved };
            left -= moved;
            if (tried[from].Partial > 0)
            {
                break;
            }
        }

        return (tried, from);
    }

    /// <summary>Tries to keep part of the experts of one more layer here; the rest goes to the next device, or to the host after the last.</summary>
    private void TakePartOfOneMore(int device)
    {
        if (_firstPartial > _last || _shares[_firstPartial].Layers <= (device < _last ? 0 : 1))
        {
            return;
        }

        LayerShare[] tried = [.. _shares];
        int partial = _firstPartial;
        tried[partial] = tried[partial] with { Layers = tried[partial].Layers - 1, Partial = tried[partial].Partial - 1 };
        tried[device] = tried[device] with { Layers = tried[device].Layers + 1, Partial = tried[device].Partial + 1 };
        partial += tried[partial].Partial == 0 ? 1 : 0;
        string[] rest = [.. _rest];
        rest[device] = device < _last ? memories[device + 1] : rest[device];
        if (Take(LayerPart.AttentionUp))
        {
            Take(LayerPart.AttentionUpGate);
        }
        else
        {
            Take(LayerPart.Attention);
        }

        bool Take(LayerPart kept)
        {
            LayerShare[] with = [.. tried];
            with[device] = with[device] with { First = kept };
            long[] held = Held(with, rest);
            bool fits = held[device] < targets[device] && (device == _last || held[device + 1] < targets[device + 1]);
            if (fits)
            {
                (_shares, _rest, _held, _firstPartial) = (with, rest, held, partial);
            }

            return fits;
        }
    }
}
