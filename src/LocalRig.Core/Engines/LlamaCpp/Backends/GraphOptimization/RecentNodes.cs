namespace LocalRig.Engines.LlamaCpp.Backends.GraphOptimization;

/// <summary>Which of the last 32 nodes did something, one bit per node; the highest is the latest.</summary>
internal struct RecentNodes
{
    private const int Span = 32;
    private uint _bits;
    private int _latest;

    /// <summary>Those before a node, which is the latest or comes after it: bit 32 − d for the node d places earlier.</summary>
    public readonly uint Before(int node)
    {
        int between = node - _latest - 1;
        return _bits == 0 || between >= Span ? 0
            : between < 0 ? _bits << 1
            : _bits >> between;
    }

    /// <summary>Adds a node that is the latest or comes after it.</summary>
    public void Add(int node)
    {
        _bits = Before(node) >> 1 | 1u << (Span - 1);
        _latest = node;
    }
}
