using System.Text;
using LocalRig.Units;

namespace LocalRig.Runtimes.Keeping;

/// <summary>What manifests for Kubernetes have in common (kubernetes.io/docs/reference/kubernetes-api).</summary>
internal static class KubernetesParts
{
    /// <summary>What the device plugins of NVIDIA and AMD call a card (kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus).</summary>
    public const string NvidiaCard = "nvidia.com/gpu";

    /// <inheritdoc cref="NvidiaCard"/>
    public const string AmdCard = "amd.com/gpu";

    // ext4 keeps 5 % for itself (mke2fs(8), -m), and a repository has parts that no server loads: 4 % of GLM-4.5-Air is its prediction layer
    private const double RoomOverDownload = 1.1;

    private const int LongestName = 50; // a label has 63 characters at most (RFC 1035); a group's pods add numbers to it

    /// <summary>A name as objects and services may have it (RFC 1035: small letters, digits, hyphens, a letter first).</summary>
    public static string Name(string text)
    {
        string plain = string.Concat(text.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        plain = plain is [>= 'a' and <= 'z', ..] ? plain : "model-" + plain;
        return plain[..Math.Min(plain.Length, LongestName)].TrimEnd('-');
    }

    /// <summary>A text in a container's command as Kubernetes leaves it alone: $(NAME) is a variable there, $$ a $.</summary>
    public static string Plain(string text) => YamlText.Quoted(text.Replace("$(", "$$(", StringComparison.Ordinal));

    /// <summary>An amount of memory or storage, rounded up.</summary>
    public static string Gibibytes(ByteSize size) => $"{(size.Bytes + ByteSize.BytesPerGibibyte - 1) / ByteSize.BytesPerGibibyte}Gi";

    /// <summary>A volume's size for a download.</summary>
    public static string Storage(ByteSize download) => Gibibytes(new ByteSize((long)(download.Bytes * RoomOverDownload)));

    /// <summary>The claim of a volume; weights stay on it when the pod goes.</summary>
    public static void AppendClaim(StringBuilder text, string name, ByteSize size) =>
        text.Append($"""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: {name}
            spec:
              accessModes: [ReadWriteOnce]
              resources:
                requests:
                  storage: {Storage(size)}
            ---

            """);

    /// <summary>A Deployment as far as its pod's spec; an update stops the old pod first, since cards don't suffice for two.</summary>
    public static void AppendDeployment(StringBuilder text, string name) =>
        text.Append($"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {name}
            spec:
              replicas: 1
              strategy:
                type: Recreate
              selector:
                matchLabels:
                  app.kubernetes.io/name: {name}
              template:
                metadata:
                  labels:
                    app.kubernetes.io/name: {name}
                spec:

            """);

    /// <summary>Traffic comes when the server says that the model is loaded; nothing is ended while it still downloads.</summary>
    public static string Readiness(int port) => $"""
        ports:
          - containerPort: {port}
        readinessProbe:
          httpGet:
            path: /health
            port: {port}
          periodSeconds: 10
        """;

    /// <summary>The service inside the cluster.</summary>
    public static void AppendService(StringBuilder text, string name, int port, params ReadOnlySpan<string> selector)
    {
        text.Append($"---\napiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  type: ClusterIP\n  selector:\n");
        foreach (string line in selector)
        {
            text.Append("    ").Append(line).Append('\n');
        }

        text.Append($"  ports:\n    - port: {port}\n      targetPort: {port}\n");
    }

    /// <summary>Lines further right.</summary>
    public static void AppendIndented(StringBuilder text, int by, string lines)
    {
        foreach (string line in lines.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(' ', by).Append(line).Append('\n');
        }
    }
}
