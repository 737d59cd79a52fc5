using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Backends.GraphOptimization;

/// <summary>The use of every storage, by the scheduler's tensor numbers; one table per thread serves all splits without being cleared.</summary>
internal sealed class StorageUses
{
    [ThreadStatic]
    private static StorageUses? _ofThread;

    private StorageUse[] _uses = new StorageUse[1024];
    private long _pass;

    private StorageUses()
    {
    }

    /// <summary>The tensor's use in this pass. Good until the next one is asked for.</summary>
    public ref StorageUse this[GraphTensor tensor]
    {
        get
        {
            int number = tensor.Mark;
            if (number >= _uses.Length)
            {
                Array.Resize(ref _uses, Math.Max(number + 1, 2 * _uses.Length));
            }

            ref StorageUse use = ref _uses[number];
            if (use.Pass != _pass)
            {
                use = new StorageUse { Pass = _pass, Place = -1 };
            }

            return ref use;
        }
    }

    /// <summary>An empty table.</summary>
    public static StorageUses Begin()
    {
        StorageUses table = _ofThread ??= new StorageUses();
        table._pass++;
        return table;
    }
}
