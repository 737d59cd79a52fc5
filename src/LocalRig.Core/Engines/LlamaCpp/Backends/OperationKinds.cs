using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>Kinds of operations the rules of backends and scheduler speak of.</summary>
internal static class OperationKinds
{
    /// <summary>Only another look at storage: costs nothing and runs anywhere (ggml-backend.cpp, ggml_is_view_op).</summary>
    public static bool IsView(this Operation operation) =>
        operation is Operation.View or Operation.Reshape or Operation.Permute or Operation.Transpose;

    /// <summary>A view or nothing at all (ggml-impl.h, ggml_op_is_empty).</summary>
    public static bool IsEmpty(this Operation operation) => operation == Operation.None || operation.IsView();

    /// <summary>An element-wise function of one tensor (ggml.h, GGML_OP_UNARY).</summary>
    public static bool IsUnary(this Operation operation) => Allocation.AllocatorWalk.IsUnary(operation);

    /// <summary>A gated linear unit (ggml.h, GGML_OP_GLU).</summary>
    public static bool IsGlu(this Operation operation) =>
        operation is Operation.Swiglu or Operation.Geglu or Operation.Reglu or Operation.SwigluOai;

    /// <summary>Rows of the batch an operation works on, by which devices decide to copy weights in (get_op_batch_size in ggml-cuda.cu and ggml-vulkan.cpp).</summary>
    public static long BatchRows(this GraphTensor node) =>
        node.Operation switch
        {
            Operation.GetRows => 0,
            Operation.MulMat => node.Shape.Ne1,
            Operation.MulMatId or Operation.Rope => node.Shape.Ne2,
            _ => node.Shape.Ne1 * node.Shape.Ne2 * node.Shape.Ne3,
        };
}
