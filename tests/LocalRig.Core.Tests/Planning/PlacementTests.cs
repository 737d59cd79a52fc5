using LocalRig.Planning;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

public class PlacementTests
{
    [Fact]
    public void Placements_of_the_same_shares_are_the_same()
    {
        Placement one = new() { GpuLayers = 40, TensorSplit = [3, 1] };
        Placement other = new() { GpuLayers = 40, TensorSplit = [3, 1] };
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void Everything_about_a_placement_tells_it_apart()
    {
        Placement plain = new();
        Placement[] others =
        [
            plain with { GpuLayers = 1 }, plain with { CpuMoeLayers = 1 }, plain with { Overrides = TensorOverrides.Parse(["exps=CPU"]) }, plain with { SplitMode = SplitMode.Row },
            plain with { TensorSplit = [1, 2] }, plain with { MainGpu = 1 }, plain with { KvOffload = false }, plain with { OpOffload = false }, plain with { Mmap = false },
            plain with { MayPipeline = false }, plain with { NoHost = true }, plain with { Repack = false },
        ];
        Assert.Equal(typeof(Placement).GetProperties().Length, others.Length);
        Assert.All(others, other => Assert.NotEqual(plain, other));
    }
}
