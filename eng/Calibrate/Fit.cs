using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>Finds a law's parameters: penalized robust least squares on logarithms of times (Levenberg–Marquardt with reweighting),
/// every parameter a sum of a common value and what group and family add.</summary>
internal sealed class Fit
{
    private const double Step = 1e-4; // of the numeric derivative; parameters are of order 1
    private const int RoughIterations = 8;
    private const double RoughGain = 1e-3;
    private const double LeastGain = 1e-6; // of the loss, per iteration
    private static readonly double[] Widenings = [8, 4, 2, 1];
    private const double LongestMove = 1; // per iteration, so that a bad linearization can't run away
    private readonly SpeedLaw _law;
    private Noise _noise;
    private readonly Pool[] _pools;
    private readonly Dictionary<(int Parameter, string Name), int> _columns = [];
    private readonly List<double> _widths = [];
    private readonly List<double> _starts = [];
    private readonly List<Observation> _rows;
    private readonly int[][] _places;
    private readonly bool[][] _active;
    private double[] _values = [];

    private Fit(SpeedLaw law, Noise noise, Dictionary<string, Pool> pools, List<Observation> rows)
    {
        (_law, _noise, _rows) = (law, noise, rows);
        _pools = [.. law.Parameters.Select(p => pools[p])];
        for (int p = 0; p < _pools.Length; p++)
        {
            Column(p, "", _pools[p].Common, _pools[p].Start);
        }

        double[] starts = [.. _pools.Select(p => p.Start)];
        _active = [.. rows.Select(r => Active(r, starts))];
        NameColumns();
        _places = [.. rows.Zip(_active, Places)];
    }

    /// <summary>Fits to rows, starting from another fit if given.</summary>
    public static Fit To(SpeedLaw law, Noise noise, Dictionary<string, Pool> pools, List<Observation> rows, Fit? from = null, int iterations = 40)
    {
        Fit fit = new(law, noise, pools, rows);
        fit._values = [.. fit._starts];
        foreach (((int, string) key, int column) in fit._columns)
        {
            if (from is not null && from._columns.TryGetValue(key, out int other))
            {
                fit._values[column] = from._values[other];
            }
        }

        // From afar every row would be an outlier: the scatter starts wide and narrows (graduated non-convexity: Blake and Zisserman, Visual Reconstruction, 1987).
        foreach (double widening in from is null ? Widenings : [1])
        {
            fit._noise = noise with { Scale = noise.Scale * widening };
            fit.Iterate(widening > 1 ? RoughIterations : iterations, widening > 1 ? RoughGain : LeastGain);
        }

        return fit;
    }

    /// <summary>The result in the form a calibration stores.</summary>
    public LawValues Result()
    {
        Dictionary<string, double[]> additions = [];
        foreach (((int parameter, string name), int column) in _columns.Where(c => c.Key.Name.Length > 0))
        {
            (additions.TryGetValue(name, out double[]? add) ? add : additions[name] = new double[_pools.Length])[parameter] = _values[column];
        }

        return new LawValues(_values[.._pools.Length], additions);
    }

    private int Column(int parameter, string name, double width, double start)
    {
        if (!_columns.TryGetValue((parameter, name), out int column))
        {
            column = _columns[(parameter, name)] = _columns.Count;
            _widths.Add(width);
            _starts.Add(start);
        }

        return column;
    }

    /// <summary>Numbers the columns: common values, then group by group what it adds and what its families add, so that the system is nearly block by block.</summary>
    private void NameColumns()
    {
        foreach (var group in _rows.Zip(_active).GroupBy(r => r.First.Speed.Family.Group).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            foreach (int p in Enumerable.Range(0, _pools.Length).Where(p => _pools[p].Group > 0 && group.Any(r => r.Second[p])))
            {
                Column(p, group.Key, _pools[p].Group, 0);
            }

            foreach (var family in group.GroupBy(r => r.First.Speed.Family.Family).OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                foreach (int p in Enumerable.Range(0, _pools.Length).Where(p => _pools[p].Family > 0 && family.Any(r => r.Second[p])))
                {
                    Column(p, family.Key, _pools[p].Family, 0);
                }
            }
        }
    }

    /// <summary>The columns of a row, three per parameter: common, group, family; -1 where nothing is added, or the parameter doesn't matter for the row.</summary>
    private int[] Places(Observation row, bool[] active)
    {
        int[] places = new int[3 * _pools.Length];
        for (int p = 0; p < _pools.Length; p++)
        {
            places[3 * p] = p;
            places[3 * p + 1] = active[p] && _pools[p].Group > 0 ? Column(p, row.Speed.Family.Group, _pools[p].Group, 0) : -1;
            places[3 * p + 2] = active[p] && _pools[p].Family > 0 ? Column(p, row.Speed.Family.Family, _pools[p].Family, 0) : -1;
        }

        return places;
    }

    private void Iterate(int iterations, double leastGain)
    {
        double damping = 1e-3;
        double[] residuals = new double[_rows.Count];
        double loss = Loss(residuals);
        for (int i = 0; i < iterations; i++)
        {
            (double[] matrix, double[] right) = Normal(residuals);
            double before = loss;
            double[] old = [.. _values];
            for (int attempt = 0; attempt < 6 && loss >= before; attempt++)
            {
                double[] move = Cholesky.Solve(matrix, right, damping);
                for (int c = 0; c < move.Length; c++)
                {
                    _values[c] = old[c] + Math.Clamp(move[c], -LongestMove, LongestMove);
                }

                loss = Loss(residuals);
                damping = loss < before ? Math.Max(damping * 0.3, 1e-7) : damping * 6;
            }

            if (loss >= before)
            {
                _values = old;
                Loss(residuals);
                return;
            }

            if (before - loss < leastGain * Math.Abs(before))
            {
                return;
            }
        }
    }

    private void Gather(int[] places, double[] parameters)
    {
        for (int p = 0; p < parameters.Length; p++)
        {
            int group = places[3 * p + 1];
            int family = places[3 * p + 2];
            parameters[p] = _values[p] + (group < 0 ? 0 : _values[group]) + (family < 0 ? 0 : _values[family]);
        }
    }

    private double Loss(double[] residuals)
    {
        double[] parameters = new double[_pools.Length];
        double sum = 0;
        for (int r = 0; r < _rows.Count; r++)
        {
            Gather(_places[r], parameters);
            residuals[r] = _rows[r].Predict(_law, parameters) - _rows[r].LogSeconds;
            sum += _rows[r].Weight * _noise.Loss(residuals[r]);
        }

        for (int c = 0; c < _values.Length; c++)
        {
            double far = (_values[c] - _starts[c]) / _widths[c];
            sum += 0.5 * far * far;
        }

        return sum;
    }

    private (double[] Matrix, double[] Right) Normal(double[] residuals)
    {
        int n = _values.Length;
        double[] matrix = new double[n * n];
        double[] right = new double[n];
        double[] parameters = new double[_pools.Length];
        double[] slopes = new double[_pools.Length];
        for (int r = 0; r < _rows.Count; r++)
        {
            Gather(_places[r], parameters);
            Slopes(_rows[r], parameters, slopes, _active[r]);
            AddRow(matrix, right, n, _places[r], slopes, _rows[r].Weight * _noise.Weight(residuals[r]), residuals[r]);
        }

        for (int c = 0; c < n; c++)
        {
            double precision = 1 / (_widths[c] * _widths[c]);
            matrix[c * n + c] += precision;
            right[c] -= precision * (_values[c] - _starts[c]);
        }

        return (matrix, right);
    }

    /// <summary>Which parameters matter for a row at all: no experts, no expert parameter.</summary>
    private bool[] Active(Observation row, double[] starts)
    {
        double here = row.Predict(_law, starts);
        bool[] active = new bool[starts.Length];
        for (int p = 0; p < starts.Length; p++)
        {
            double value = starts[p];
            starts[p] = value + 1;
            active[p] = row.Predict(_law, starts) != here;
            starts[p] = value;
        }

        return active;
    }

    private void Slopes(Observation row, double[] parameters, double[] slopes, bool[] active)
    {
        double here = row.Predict(_law, parameters);
        for (int p = 0; p < parameters.Length; p++)
        {
            slopes[p] = 0;
            if (!active[p])
            {
                continue;
            }

            double value = parameters[p];
            parameters[p] = value + Step;
            slopes[p] = (row.Predict(_law, parameters) - here) / Step;
            parameters[p] = value;
        }
    }

    private static void AddRow(double[] matrix, double[] right, int n, int[] places, double[] slopes, double weight, double residual)
    {
        for (int a = 0; a < places.Length; a++)
        {
            double slope = slopes[a / 3];
            if (places[a] < 0 || slope == 0)
            {
                continue;
            }

            double weighted = weight * slope;
            right[places[a]] -= weighted * residual;
            int line = places[a] * n;
            for (int b = 0; b < places.Length; b++)
            {
                if (places[b] >= 0)
                {
                    matrix[line + places[b]] += weighted * slopes[b / 3];
                }
            }
        }
    }
}
