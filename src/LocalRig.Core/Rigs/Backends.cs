namespace LocalRig.Rigs;

/// <summary>The words for backends, as requests and answers write them.</summary>
public static class Backends
{
    /// <summary>Word and backend; where a backend has two words, answers use the first.</summary>
    public static IReadOnlyList<(string Word, Backend Backend)> All { get; } =
    [
        ("cuda", Backend.Cuda), ("vulkan", Backend.Vulkan), ("metal", Backend.Metal), ("rocm", Backend.Rocm), ("hip", Backend.Rocm),
        ("sycl", Backend.Sycl), ("rpc", Backend.Rpc), ("cpu", Backend.Cpu),
    ];

    /// <summary>A backend's word.</summary>
    public static string Word(this Backend backend) => All.First(b => b.Backend == backend).Word;

    /// <summary>The backend a word names, or null.</summary>
    public static Backend? Find(string word)
    {
        foreach ((string name, Backend backend) in All)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return backend;
            }
        }

        return null;
    }
}
