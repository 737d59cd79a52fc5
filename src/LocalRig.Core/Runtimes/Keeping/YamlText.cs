using System.Text;

namespace LocalRig.Runtimes.Keeping;

/// <summary>Text as YAML takes it whole (yaml.org/spec/1.2.2, 7.3.1: double-quoted style, whose escapes are JSON's).</summary>
internal static class YamlText
{
    public static string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
