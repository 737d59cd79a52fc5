namespace LocalRig.Forecasting;

/// <summary>How often a step passes over what joins machines: every hand-over goes through the first machine, which runs the engine.</summary>
/// <param name="Count">Passages in or out of another machine.</param>
/// <param name="Logits">Whether the last passage brings logits and not a hidden state.</param>
public readonly record struct LinkCrossings(int Count, bool Logits);
