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

    /// <summary>Known only between bounds, and whether it fits depends on where between them it is; or a part couldn't be bounded.</summary>
    Unknown,

    /// <summary>Some memory is too small.</summary>
    DoesNotFit,
}
