namespace LocalRig.Calibrate;

/// <summary>Solves symmetric positive systems whose last columns couple with few others. Elimination goes from the last to the first, and every row starts
/// at its first entry that isn't zero (skyline: George and Liu, Computer Solution of Large Sparse Positive Definite Systems, 1981).</summary>
internal static class Cholesky
{
    private const double LeastPivot = 1e-12;

    /// <summary>Solves (matrix + damping x its diagonal) x = right; neither argument is changed.</summary>
    public static double[] Solve(double[] matrix, double[] right, double damping)
    {
        int n = right.Length;
        double[] a = new double[n * n];
        int[] first = new int[n];
        for (int i = 0; i < n; i++)
        {
            int line = (n - 1 - i) * n;
            first[i] = i;
            for (int k = 0; k <= i; k++)
            {
                a[i * n + k] = matrix[line + n - 1 - k];
                first[i] = a[i * n + k] != 0 && k < first[i] ? k : first[i];
            }

            a[i * n + i] *= 1 + damping;
        }

        double[] x = [.. right.AsEnumerable().Reverse()];
        for (int i = 0; i < n; i++)
        {
            for (int j = first[i]; j < i; j++)
            {
                a[i * n + j] = Rest(a, i * n, j * n, Math.Max(first[i], first[j]), j, a[i * n + j]) / a[j * n + j];
            }

            a[i * n + i] = Math.Sqrt(Math.Max(Rest(a, i * n, i * n, first[i], i, a[i * n + i]), LeastPivot));
            double sum = x[i];
            for (int k = first[i]; k < i; k++)
            {
                sum -= a[i * n + k] * x[k];
            }

            x[i] = sum / a[i * n + i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            x[i] /= a[i * n + i];
            for (int k = first[i]; k < i; k++)
            {
                x[k] -= a[i * n + k] * x[i];
            }
        }

        return [.. x.AsEnumerable().Reverse()];
    }

    private static double Rest(double[] a, int left, int right, int from, int to, double start)
    {
        for (int k = from; k < to; k++)
        {
            start -= a[left + k] * a[right + k];
        }

        return start;
    }
}
