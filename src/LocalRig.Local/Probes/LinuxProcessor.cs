namespace LocalRig.Local.Probes;

/// <summary>A processor as <c>/proc/cpuinfo</c> tells it.</summary>
/// <param name="Name">Product name, empty when the kernel gives none (many Arm boards).</param>
/// <param name="Cores">Physical cores, or threads where the text doesn't tell them apart.</param>
/// <param name="Threads">Hardware threads.</param>
public sealed record LinuxProcessor(string Name, int Cores, int Threads)
{
    /// <summary>Reads the text; null when it lists no processor.</summary>
    public static LinuxProcessor? Parse(string cpuinfo)
    {
        string name = "";
        int threads = 0;
        string package = "";
        HashSet<(string, string)> cores = [];
        foreach (string line in cpuinfo.Split('\n'))
        {
            string[] pair = line.Split(':', 2, StringSplitOptions.TrimEntries);
            switch (pair[0])
            {
                case "processor":
                    threads++;
                    break;
                case "model name" or "Model" when name.Length == 0 && pair.Length == 2:
                    name = pair[1];
                    break;
                case "physical id":
                    package = pair[1];
                    break;
                case "core id":
                    cores.Add((package, pair[1]));
                    break;
            }
        }

        return threads == 0 ? null : new LinuxProcessor(name, cores.Count == 0 ? threads : cores.Count, threads);
    }
}
