using LocalRig.Advice.Cloud;

namespace LocalRig.Answers;

/// <summary>A model on a rig against the same model bought by the token.</summary>
public abstract record CloudReply;

/// <summary>Both can be had.</summary>
/// <param name="Answer">What each costs.</param>
public sealed record RigAndCloud(CloudAnswer Answer) : CloudReply;

/// <summary>The rig can't hold the model.</summary>
/// <param name="Answer">What the cloud costs.</param>
public sealed record CloudAlone(CloudOnly Answer) : CloudReply;
