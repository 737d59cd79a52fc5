namespace LocalRig.Runtimes;

/// <summary>The physical batch Ollama takes when nobody names one: from 0.30 on it starts llama-server with <c>-b</c> and <c>-ub</c> both at
/// num_batch, and chooses that by the context (ollama/ollama at fb3076099, server/sched.go, generationBatchForContext and
/// generationBatchFits; llm/llama_server.go, appendBatchArgs).</summary>
internal static class OllamaBatch
{
    private const int Usual = 512;
    private const int Medium = 1024;
    private const int Large = 2048;
    private const int MediumAbove = 4096;
    private const int LargeAbove = 32768;

    /// <summary>Tokens of a batch at most; where too little memory is free Ollama takes the next smaller one.</summary>
    /// <param name="context">Tokens of context of all slots.</param>
    public static int Automatic(int context) => context > LargeAbove ? Large : context > MediumAbove ? Medium : Usual;
}
