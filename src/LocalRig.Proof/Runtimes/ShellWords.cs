using System.Text;

namespace LocalRig.Proof.Runtimes;

/// <summary>The words of a command line as LocalRig writes it: plain words, and words in single quotes.</summary>
internal static class ShellWords
{
    /// <summary>The words.</summary>
    public static List<string> Of(string line)
    {
        List<string> words = [];
        StringBuilder word = new();
        bool quoted = false;
        bool any = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '\'')
            {
                quoted = !quoted;
                any = true;
            }
            else if (c == '\\' && !quoted && i + 1 < line.Length)
            {
                word.Append(line[++i]);
            }
            else if (c == ' ' && !quoted)
            {
                End();
            }
            else
            {
                word.Append(c);
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0 || any)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            any = false;
        }
    }
}
