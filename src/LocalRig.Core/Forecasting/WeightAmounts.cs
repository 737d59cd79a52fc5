using LocalRig.Models;

namespace LocalRig.Forecasting;

/// <summary>Bytes and elements of weights, by class.</summary>
internal sealed class WeightAmounts
{
    private readonly double[] _bytes = new double[WeightClasses.Count];
    private readonly double[] _elements = new double[WeightClasses.Count];

    /// <summary>Bytes of each <see cref="WeightClass"/>.</summary>
    public ReadOnlySpan<double> Bytes => _bytes;

    /// <summary>Elements of each <see cref="WeightClass"/>.</summary>
    public ReadOnlySpan<double> Elements => _elements;

    /// <summary>Bytes of all classes.</summary>
    public double TotalBytes { get; private set; }

    /// <summary>Elements of all classes.</summary>
    public double TotalElements { get; private set; }

    /// <summary>Adds a tensor, or the <paramref name="share"/> of it that is read.</summary>
    public void Add(TensorInfo tensor, double share = 1)
    {
        int place = (int)WeightClasses.Of(tensor.Type);
        Add(place, tensor.Size.Bytes * share, tensor.Shape.Elements * share);
    }

    /// <summary>Adds other amounts, or a share of them.</summary>
    public void Add(WeightAmounts other, double share = 1)
    {
        for (int place = 0; place < WeightClasses.Count; place++)
        {
            if (other._elements[place] > 0)
            {
                Add(place, other._bytes[place] * share, other._elements[place] * share);
            }
        }
    }

    private void Add(int place, double bytes, double elements)
    {
        _bytes[place] += bytes;
        _elements[place] += elements;
        TotalBytes += bytes;
        TotalElements += elements;
    }
}
