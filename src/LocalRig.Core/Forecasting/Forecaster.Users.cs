using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Workloads;

namespace LocalRig.Forecasting;

/// <content>Several users at once.</content>
public sealed partial class Forecaster
{
    /// <summary>The most users at once that anybody measured, and a forecast is made for.</summary>
    public static int MostUsers => ConcurrentCalibration.Current.MostUsers;

    private static Question Asked(MemoryPlan plan) =>
        new(
            plan.Model, plan.Question.Workload, plan.Placement, plan.Rig, new RigFacts(plan.Rig, EngineAge.OfBuild(plan.EngineBuild)),
            [.. plan.Devices.Take(plan.Rig.Devices.Length).Select(d => Math.Max(0.0, -d.Headroom.Bytes))], plan.Question.Evidence);

    /// <summary>The users of a workload: each has the share of the context that is left to it.</summary>
    private UsersForecast? Users(Question question, RateForecast decode, RateForecast prefill, int depth, int prompt)
    {
        int users = question.Workload.Parallel;
        return users > 1 ? Users(question, decode, prefill, depth, Math.Min(depth, question.Workload.Context / users), users, prompt) : null;
    }

    /// <summary>The forecast for several users; null beyond what anybody measured.</summary>
    private UsersForecast? Users(Question question, RateForecast decode, RateForecast prefill, int alone, int depth, int users, int prompt)
    {
        ConcurrentCalibration known = ConcurrentCalibration.Current;
        if (users > known.MostUsers)
        {
            return null;
        }

        double gain = users * Together(question, alone, 1, out _) / Together(question, depth, users, out double least);
        Spread spread = users > 1 ? known.SpreadOf(users) : new Spread(1, 1, 0);
        double ceiling = users / least;
        double likely = Math.Min(decode.TokensPerSecond * gain, ceiling);
        double Away(double end, double factor) => Math.Exp(Math.Sqrt(Math.Pow(Math.Log(end / decode.TokensPerSecond), 2) + Math.Pow(Math.Log(factor), 2)));
        RateForecast total = decode with { TokensPerSecond = likely, Low = likely / Away(decode.Low, spread.Low), High = Math.Min(likely * Away(decode.High, spread.High), ceiling), Ceiling = ceiling };
        return new UsersForecast(users, depth, total, likely / decode.TokensPerSecond, users * prompt / prefill.TokensPerSecond + users / likely, known.Measurements, known.SpreadOf(users).Devices);
    }

    /// <summary>Seconds of a step for all users, by the law alone, and the least that data sheets allow.</summary>
    private double Together(Question question, int depth, int users, out double least)
    {
        Staging staging = question.Stages();
        ImmutableArray<Stage> stages = staging.Deal(users, depth, output: true);
        double devices = 0;
        double host = 0;
        least = 0;
        foreach (Stage stage in stages)
        {
            DeviceSpeed device = question.Speed(stage);
            double seconds = ConcurrentCalibration.Current.Law.Seconds(stage.Work, device, calibration.Parameters(SpeedLaw.Decode, device.Family), calibration.Parameters(SpeedLaw.Prefill, device.Family));
            bool onHost = stage.Device == Stage.Host && question.Rig.Devices.Length > 0;
            host += onHost ? seconds : 0;
            devices += onHost ? 0 : seconds;
            double arithmetic = device.Peak > 0 ? LayerWork.OperationsPerElement * stage.Work.Elements * users / device.Peak : 0;
            least += Math.Max(Ceiling.DecodeSeconds(stage.Work.TogetherAtLeast(), device), arithmetic);
        }

        devices /= stages.Count(s => s.Device != Stage.Host) > 1 ? Together(false, question) : 1;
        return devices + host + staging.Crossings * calibration.Rate(CrossingRate) + question.OverflowSeconds(CommonLinkBandwidth);
    }
}
