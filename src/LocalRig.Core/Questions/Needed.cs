using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>What a request must have.</summary>
internal static class Needed
{
    /// <summary>Notes a text that wasn't given, unless something else is wrong with it already.</summary>
    public static T Text<T>(T request, string text, string field, string message, List<Problem> problems)
    {
        if (text.Length == 0 && !problems.Exists(p => p.Where == field))
        {
            problems.Add(new Problem(ErrorCode.Usage, message, "", field));
        }

        return request;
    }
}
