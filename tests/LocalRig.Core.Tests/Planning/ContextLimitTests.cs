using CsCheck;
using LocalRig.Planning;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

public class ContextLimitTests
{
    private const int Step = 256;

    [Fact]
    public void Limit_fits_and_the_next_step_does_not() =>
        Gen.Select(Gen.Double[2.2, 2.9], Gen.Int[1, 4], Gen.Bool).Sample(
            (gibibytes, parallel, unified) =>
            {
                Rigs.Rig rig = Samples.Rig(gibibytes);
                Trial trial = new(new PlainEngine(), Samples.Model(), rig);
                Workload workload = new() { Parallel = parallel, KvUnified = unified };
                int limit = new ContextLimit(trial, Samples.Model()).Largest(workload, new Placement(), ByteSize.Zero);
                int step = unified ? Step : Step * parallel;
                long Room(int context) => trial.Room(workload with { Context = context }, new Placement(), ByteSize.Zero);
                bool atCeiling = limit >= Samples.Trained;
                return limit % step == 0 && (limit == 0 || Room(limit) >= 0) && (atCeiling || Room(limit + step) < 0);
            },
            iter: 200);

    [Fact]
    public void Limit_is_what_the_model_was_trained_for_where_memory_abounds() =>
        Assert.Equal(Samples.Trained, Largest(64));

    [Fact]
    public void Limit_is_zero_where_the_weights_alone_are_too_much() => Assert.Equal(0, Largest(1));

    [Fact]
    public void Search_asks_the_engine_only_a_few_times()
    {
        PlainEngine engine = new();
        new ContextLimit(new Trial(engine, Samples.Model(), Samples.Rig(2.4)), Samples.Model()).Largest(new Workload(), new Placement(), ByteSize.Zero);
        Assert.InRange(engine.Calls, 2, 12);
    }

    private static int Largest(double gibibytes) =>
        new ContextLimit(new Trial(new PlainEngine(), Samples.Model(), Samples.Rig(gibibytes)), Samples.Model()).Largest(new Workload(), new Placement(), ByteSize.Zero);
}
