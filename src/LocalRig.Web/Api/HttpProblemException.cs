namespace LocalRig.Web.Api;

/// <summary>A request that isn't answered.</summary>
/// <param name="problem">Why.</param>
internal sealed class HttpProblemException(HttpProblem problem) : Exception(problem.Problem.Message)
{
    /// <summary>Why.</summary>
    public HttpProblem Problem { get; } = problem;
}
