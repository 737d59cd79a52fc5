namespace LocalRig.Local.Probes;

/// <summary>What nvidia-smi said when it last answered, kept for the day.</summary>
internal interface ILastLook
{
    /// <summary>What it said earlier today; null where it didn't.</summary>
    NvidiaAnswer? Today();

    /// <summary>Keeps an answer.</summary>
    void Keep(NvidiaAnswer answer);
}
