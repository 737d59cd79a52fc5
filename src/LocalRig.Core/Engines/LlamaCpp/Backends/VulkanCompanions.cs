using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>Later nodes Vulkan draws next to a node because it computes them in one kernel (ggml-vulkan.cpp, ggml_vk_graph_optimize, the searches
/// after a node was added).</summary>
internal sealed class VulkanCompanions(SplitView split, bool[] placed, HashSet<GraphTensor> done, List<int> batch)
{
    /// <summary>How far after a node its companions are searched.</summary>
    private const int Reach = 15;

    /// <summary>Adds the companions of a node that was just added to the batch.</summary>
    public void Draw(int place)
    {
        DrawStore(DrawRotation(place));
        Operation operation = split[place].Operation;
        Operation before = place > 0 ? split[place - 1].Operation : Operation.None;
        if (operation == Operation.AddId && before == Operation.MulMatId)
        {
            DrawFirst(place, k => Reads(k, Operation.Mul, split[place]) && IsReady(split[k].Sources[1]!));
        }

        if (operation == Operation.Add && before == Operation.MulMat)
        {
            DrawFirst(place, k => Reads(k, Operation.Add, split[place]) && IsReady(split[k].Sources[1]!));
        }

        if (operation == Operation.Add && before == Operation.SsmConv)
        {
            DrawFirst(place, k => split[k].Operation.IsUnary() && split[k].Sources[0] == split[place]);
        }

        if (place > 0 && operation.IsUnary())
        {
            DrawFirst(place, k => IsProductWith(split[k], split[place]));
        }
    }

    /// <summary>A norm's product draws the rotary embedding that reads it; gives the place of the last of them.</summary>
    private int DrawRotation(int place)
    {
        bool norm = place > 0 && split[place].Operation == Operation.Mul && split[place - 1].Operation == Operation.RmsNorm;
        int rotation = norm
            ? DrawFirst(place, k => Reads(k, Operation.Rope, split[place]) && IsLeaf(split[k], 1) && IsLeaf(split[k], 2))
            : -1;
        return rotation < 0 ? place : rotation;
    }

    private static bool IsLeaf(GraphTensor node, int source) =>
        node.Sources.Length <= source || node.Sources[source] is not { } tensor || tensor.Operation == Operation.None;

    /// <summary>A rotated or normed row draws the view and the store into the cache that follow.</summary>
    private void DrawStore(int place)
    {
        if (split[place].Operation is not (Operation.Rope or Operation.RmsNorm))
        {
            return;
        }

        int view = -1;
        for (int k = place + 1; k < Math.Min(place + Reach, split.Count); k++)
        {
            if (placed[k])
            {
                continue;
            }

            if (view < 0 && Reads(k, Operation.View, split[place]))
            {
                view = k;
            }
            else if (view >= 0 && Reads(k, Operation.SetRows, split[view]))
            {
                if (split.CanFuse([place, view, k], [k]) && NothingElseBefore(place + 1, k, view))
                {
                    Add(view);
                    Add(k);
                }

                return;
            }
        }
    }

    private bool NothingElseBefore(int from, int store, int view)
    {
        for (int c = from; c < store; c++)
        {
            if (!placed[c] && c != view && !split[c].Operation.IsEmpty() && VulkanReorder.DependsOn(split[store], split[c]))
            {
                return false;
            }
        }

        return true;
    }

    private int DrawFirst(int place, Predicate<int> wanted)
    {
        for (int k = place + 1; k < Math.Min(place + Reach, split.Count); k++)
        {
            if (wanted(k))
            {
                Add(k);
                return k;
            }
        }

        return -1;
    }

    private void Add(int place)
    {
        batch.Add(place);
        placed[place] = true;
    }

    private bool Reads(int place, Operation operation, GraphTensor source) =>
        split[place].Operation == operation && ReferenceEquals(split[place].Sources[0], source);

    /// <summary>A weight or input, or a result already in the order.</summary>
    private bool IsReady(GraphTensor tensor) => tensor.Operation == Operation.None || done.Contains(tensor);

    private bool IsProductWith(GraphTensor product, GraphTensor unary)
    {
        if (product.Operation != Operation.Mul || (product.Sources[0] != unary && product.Sources[1] != unary))
        {
            return false;
        }

        bool first = product.Sources[0] == unary;
        GraphTensor other = product.Sources[first ? 1 : 0]!;
        bool typed = unary.Type is TensorType.F32 or TensorType.F16 && product.Type == unary.Type && other.Type == unary.Type;
        return IsReady(other)
            && HasProductKernel(unary.Operation)
            && typed
            && other.IsContiguousFrom(1)
            && unary.Sources[0]!.IsContiguousFrom(1)
            && (first ? Repeats(other.Shape, unary.Shape) : Repeats(unary.Shape, product.Sources[0]!.Shape));
    }

    private static bool HasProductKernel(Operation operation) =>
        operation is Operation.Gelu or Operation.Silu or Operation.Sigmoid or Operation.Softplus;

    private static bool Repeats(TensorShape small, TensorShape large) =>
        large.Ne0 % small.Ne0 == 0 && large.Ne1 % small.Ne1 == 0 && large.Ne2 % small.Ne2 == 0 && large.Ne3 % small.Ne3 == 0;
}
