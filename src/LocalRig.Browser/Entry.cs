using System.Reflection;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Tables;

[assembly: SupportedOSPlatform("browser")]

namespace LocalRig.Browser;

/// <summary>What a page may call: a question and its request in, the answer's JSON out; and the first bytes of a model file, to ask about it.</summary>
internal static partial class Entry
{
    private static readonly HandedFiles Files = new();
    private static readonly Desk Desk = new() { Files = Files };

    /// <summary>Nothing runs until something is asked.</summary>
    public static void Main() { }

    /// <summary>The assemblies that are loaded later are there now: from here on every question may be asked, not plans of memory alone.</summary>
    [JSExport]
    internal static void TakeLater() => CarriedFile.Later = Assembly.Load("LocalRig.Later");

    /// <summary>Answers a question in JSON: the answer, or <c>{"error":{…}}</c>.</summary>
    /// <param name="question">Its name: <c>plan</c>.</param>
    /// <param name="request">The request's object.</param>
    [JSExport]
    internal static Task<string> Ask(string question, string request) => Desk.AskAsync(question, request);

    /// <summary>Takes the first bytes of a GGUF file, so that questions may name it.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="bytes">The file from its start, as far as it was read.</param>
    /// <param name="fileBytes">Bytes of the whole file.</param>
    /// <returns>Empty when the header is known now; how many bytes are needed at least; or what is wrong, as a sentence.</returns>
    [JSExport]
    internal static string Hand(string name, byte[] bytes, double fileBytes)
    {
        try
        {
            long needed = Files.Take(name, bytes, (long)fileBytes);
            return needed == 0 ? "" : $"{needed}";
        }
        catch (RequestException refused)
        {
            return string.Join(' ', refused.Problems.Select(p => p.Message));
        }
    }
}
