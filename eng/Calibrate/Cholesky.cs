namespace LocalRig.Calibrate;

/// <summary>Solves symmetric positive systems.</summary>
internal static class Cholesky
{
    /// <summary>Solves (matrix + damping x its diagonal) x = right; neither argument is changed.</summary>
    public static double[] Solve(double[] matrix, double[] right, double damping)
    {
        int n = right.Length;
        double[] a = [.. matrix];
        double[] x = [.. right];
        for (int j = 0; j < n; j++)
        {
            a[j * n + j] *= 1 + damping;
            double pivot = Math.Sqrt(Math.Max(Dot(a, j * n, j * n, j, a[j * n + j]), 1e-12));
            a[j * n + j] = pivot;
            for (int i = j + 1; i < n; i++)
            {
                a[i * n + j] = Dot(a, i * n, j * n, j, a[i * n + j]) / pivot;
            }
        }

        for (int i = 0; i < n; i++)
        {
            double sum = x[i];
            for (int k = 0; k < i; k++)
            {
                sum -= a[i * n + k] * x[k];
            }

            x[i] = sum / a[i * n + i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int k = i + 1; k < n; k++)
            {
                sum -= a[k * n + i] * x[k];
            }

            x[i] = sum / a[i * n + i];
        }

        return x;
    }

    private static double Dot(double[] a, int left, int right, int count, double start)
    {
        for (int k = 0; k < count; k++)
        {
            start -= a[left + k] * a[right + k];
        }

        return start;
    }
}
