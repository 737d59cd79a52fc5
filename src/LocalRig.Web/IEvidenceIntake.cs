namespace LocalRig.Web;

/// <summary>Where results go that clients send: into quarantine, until somebody has looked at them.</summary>
public interface IEvidenceIntake
{
    /// <summary>Takes lines of records.</summary>
    /// <param name="lines">The lines.</param>
    /// <returns>How many were taken.</returns>
    /// <exception cref="Contract.RequestException">Some can't be taken, and then none is: everything wrong listed.</exception>
    long Take(string lines);
}
