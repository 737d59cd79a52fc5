namespace LocalRig.Formats.Safetensors;

/// <summary>What a safetensors file may ask for before it is refused, each with its reason.</summary>
public static class SafetensorsLimits
{
    /// <summary>Bytes of a header: what the reference implementation allows (safetensors, tensor.rs, MAX_HEADER_SIZE).</summary>
    public const int HeaderBytes = 100_000_000;

    /// <summary>Tensors in one file: the largest published models hold about 10^5 in all their files.</summary>
    public const int Tensors = 1 << 20;

    /// <summary>Dimensions of a tensor: PyTorch prints no more than 64, no weight has more than 5.</summary>
    public const int Dimensions = 64;

    /// <summary>Objects inside objects in a header: file, tensor, list; more is no safetensors header.</summary>
    public const int Depth = 4;

    /// <summary>Files of one sharded model: the five digits of their names.</summary>
    public const int Shards = 99_999;

    /// <summary>Bytes of config.json; real ones stay below 100 KiB.</summary>
    public const int ConfigBytes = 16 << 20;
}
