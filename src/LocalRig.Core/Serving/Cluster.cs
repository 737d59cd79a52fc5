using System.Collections.Immutable;
using LocalRig.Rigs;

namespace LocalRig.Serving;

/// <summary>One or more machines and what joins them.</summary>
/// <param name="Name">As the user wrote it.</param>
/// <param name="Nodes">The machines, the first one takes requests.</param>
/// <param name="Link">What joins them; null when there is one machine or nothing was said.</param>
public sealed record Cluster(string Name, ImmutableArray<Rig> Nodes, Link? Link)
{
    /// <summary>Devices of all machines.</summary>
    public int Devices => Nodes.Sum(n => n.Devices.Length);

    /// <summary>The machine and device that get a rank: a machine's devices before the next machine's.</summary>
    public (int Node, Device Device) Place(int rank)
    {
        for (int node = 0; node < Nodes.Length; node++)
        {
            if (rank < Nodes[node].Devices.Length)
            {
                return (node, Nodes[node].Devices[rank]);
            }

            rank -= Nodes[node].Devices.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(rank), "There are fewer devices.");
    }
}
