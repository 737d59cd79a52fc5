namespace LocalRig.Site;

/// <summary>What was written.</summary>
/// <param name="Pages">Pages for readers, those to embed included.</param>
/// <param name="Files">All files, the marker aside.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record SiteReport(int Pages, int Files, long Bytes);
