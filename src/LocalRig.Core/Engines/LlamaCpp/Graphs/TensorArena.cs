using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Graphs;

/// <summary>Graph tensors, and lists of them, used over and over: a search plans many graphs of nearly the same tensors, and making those anew costs more
/// than all passes over them. From <see cref="Begin"/> until it is disposed a thread's tensors come from here, and none may be kept; at
/// any other time they are new.</summary>
internal sealed class TensorArena : IDisposable
{
    [ThreadStatic]
    private static TensorArena? _ofThread;

    private readonly List<GraphTensor> _tensors = [];

    private readonly List<List<GraphTensor>> _lists = [];

    private int _used;

    private int _listsUsed;

    private bool _lends;

    /// <summary>Lends this thread's tensors from the first one on.</summary>
    public static TensorArena Begin()
    {
        TensorArena arena = _ofThread ??= new TensorArena();
        arena._used = 0;
        arena._listsUsed = 0;
        arena._lends = true;
        return arena;
    }

    /// <summary>A tensor nobody uses, without marks; its maker sets everything else.</summary>
    public static GraphTensor Take() => _ofThread is { _lends: true } arena ? arena.Next() : new GraphTensor();

    /// <summary>An empty list, with the room its last graph needed.</summary>
    public static List<GraphTensor> TakeList() => _ofThread is { _lends: true } arena ? arena.NextList() : [];

    /// <summary>Takes all tensors and lists back.</summary>
    public void Dispose() => _lends = false;

    private List<GraphTensor> NextList()
    {
        if (_listsUsed == _lists.Count)
        {
            _lists.Add([]);
        }

        List<GraphTensor> list = _lists[_listsUsed++];
        list.Clear();
        return list;
    }

    private GraphTensor Next()
    {
        if (_used == _tensors.Count)
        {
            _tensors.Add(new GraphTensor());
        }

        GraphTensor tensor = _tensors[_used++];
        tensor.Name = "";
        tensor.Operation = Operation.None;
        tensor.ViewOf = null;
        tensor.ViewOffset = 0;
        tensor.IsInput = false;
        tensor.IsOutput = false;
        tensor.IsExternal = false;
        tensor.Weight = null;
        tensor.Layer = -1;
        tensor.Parameters = [];
        tensor.Pin = Pin.None;
        tensor.Mark = 0;
        return tensor;
    }
}
