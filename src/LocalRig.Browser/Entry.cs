using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using LocalRig.Questions;

[assembly: SupportedOSPlatform("browser")]

namespace LocalRig.Browser;

/// <summary>The module's one entry point: a question and its request in, the answer's JSON out.</summary>
internal static partial class Entry
{
    private static readonly Desk Desk = new();

    /// <summary>Nothing runs until something is asked.</summary>
    public static void Main() { }

    /// <summary>Answers a question in JSON: the answer, or <c>{"error":{…}}</c>.</summary>
    /// <param name="question">Its name: <c>plan</c>.</param>
    /// <param name="request">The request's object.</param>
    [JSExport]
    internal static Task<string> Ask(string question, string request) => Desk.AskAsync(question, request);
}
