namespace LocalRig.Engines.LlamaCpp.Backends.GraphOptimization;

/// <summary>What the nodes so far did with one tensor and the storage that begins with it.</summary>
internal struct StorageUse
{
    /// <summary>The pass this was written in; of an earlier pass, it says nothing.</summary>
    public long Pass;

    /// <summary>The tensor's own place among the nodes, or -1.</summary>
    public int Place;

    /// <summary>Nodes whose result lies in the storage.</summary>
    public RecentNodes Holders;

    /// <summary>Those of them that compute; the others are only views.</summary>
    public RecentNodes Writers;

    /// <summary>Nodes that compute from the storage.</summary>
    public RecentNodes Readers;
}
