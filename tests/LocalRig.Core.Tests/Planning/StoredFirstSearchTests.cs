using CsCheck;
using LocalRig.Planning;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

public class StoredFirstSearchTests
{
    [Fact]
    public void Last_that_fits_is_found_whatever_storage_and_scratch_take() =>
        Gen.Select(Gen.Long[1, 5_000], Gen.Long[0, 1_000_000], Gen.Long[1, 1_000], Gen.Long[0, 300_000], Gen.Long[0, 40]).Sample(
            (beyond, memory, perStep, scratch, scratchPerStep) =>
            {
                long Stored(long step) => memory - perStep * step;
                long Room(long step) => Stored(step) - scratch - scratchPerStep * step;
                if (Room(beyond) >= 0)
                {
                    return true; // all fits: nobody searches
                }

                (LineSearch.Point fits, LineSearch.Point fails) = new StoredFirstSearch(Room, n => Stored(n)).Boundary(new LineSearch.Point(beyond, Room(beyond)));
                return fails.Steps == fits.Steps + 1 && Room(fails.Steps) < 0 && (fits.Steps == 0 || Room(fits.Steps) >= 0);
            },
            iter: 2_000);

    [Fact]
    public void Scratch_that_stays_alike_takes_three_walks()
    {
        List<long> walked = [];
        long Stored(long step) => 20_000 - 13 * step;
        long Room(long step)
        {
            walked.Add(step);
            return Stored(step) - 4_000;
        }

        (LineSearch.Point fits, _) = new StoredFirstSearch(Room, n => Stored(n)).Boundary(new LineSearch.Point(2_000, Stored(2_000)));
        Assert.Equal(16_000 / 13, fits.Steps);
        Assert.InRange(walked.Count, 2, 3);
    }

    [Fact]
    public void Engine_that_does_not_tell_storage_apart_is_searched_too()
    {
        static long Room(long step) => 1_000 - 7 * step;
        Assert.Equal(1_000 / 7, new StoredFirstSearch(Room, _ => null).Boundary(new LineSearch.Point(500, Room(500))).Fits.Steps);
    }

    [Fact]
    public void Nothing_that_does_not_fit_at_one_step_is_given() =>
        Assert.Equal(0, new StoredFirstSearch(n => -5 - n, n => 100 - n).Boundary(new LineSearch.Point(50, -55)).Fits.Steps);
}
