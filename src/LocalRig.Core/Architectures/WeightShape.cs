using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>A weight before a recipe gives it a type.</summary>
/// <param name="Name">The GGUF name.</param>
/// <param name="Shape">Elements per dimension.</param>
/// <param name="AlwaysF32">Whether converters write it as F32 whatever the file type: norms, biases, routers, convolutions
/// (conversion/base.py, prepare_tensors). Else it has the source file's half-precision type until it is quantized.</param>
public readonly record struct WeightShape(string Name, TensorShape Shape, bool AlwaysF32);
