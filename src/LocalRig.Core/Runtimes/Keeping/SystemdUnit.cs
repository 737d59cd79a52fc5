using LocalRig.Planning;

namespace LocalRig.Runtimes.Keeping;

/// <summary>A user's unit of systemd: it needs no root and sees the cards its user sees (systemd.service(5), "COMMAND LINES").</summary>
internal static class SystemdUnit
{
    private const string Name = "llama-server.service";

    public static KeptFile Of(MemoryPlan plan, ModelReference model)
    {
        string command = string.Join(' ', LlamaServerCommand.Text(plan, model).Words.Select(Quoted));
        string text = $"""
            [Unit]
            Description=llama-server with {KeptForms.Name(plan)}

            [Service]
            ExecStart=/usr/bin/env {command}
            Restart=on-failure

            [Install]
            WantedBy=default.target

            """;
        return new KeptFile(
            Name, text, [$"mkdir -p ~/.config/systemd/user && mv {Name} ~/.config/systemd/user/", "systemctl --user daemon-reload", "systemctl --user enable --now llama-server", "loginctl enable-linger"],
            ["`loginctl enable-linger` starts it with the machine; without it, it starts when you log in.", "llama-server must be on the path that `systemctl --user show-environment` shows."],
            "https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html");
    }

    /// <summary>A word as systemd takes it whole: quoted, its specifiers (%) and variables ($) doubled.</summary>
    private static string Quoted(string word)
    {
        string plain = word.Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal);
        return plain.Length > 0 && plain.All(static c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':' or ',' or '=' or '%' or '$')
            ? plain
            : $"\"{plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
