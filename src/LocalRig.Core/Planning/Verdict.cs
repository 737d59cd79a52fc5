namespace LocalRig.Planning;

/// <summary>Whether a plan works, in one word.</summary>
public enum Verdict
{
    /// <summary>Fits everywhere with the stated margin to spare.</summary>
    Comfortable,

    /// <summary>Fits, but with less than the margin left somewhere.</summary>
    Tight,

    /// <summary>Runs, with part of the model in main memory because the devices hold too little.</summary>
    Spills,

    /// <summary>Some memory is too small.</summary>
    DoesNotFit,
}
