namespace LocalRig.Calibrate;
internal static class Scratch
{
    public static void Report(string name, List<HeldOutRow> o, bool detail)
    {
        var (m, n) = Balanced.Error(o.Select(x => (x.Row.Device, x.Error)));
        Console.WriteLine($"== {name}: balanced {m:P1} over {n}, score {o.GroupBy(x => x.Row.Device).Average(g => Math.Min(.35, Balanced.Median(g.Select(x => Math.Abs(x.LogFactor))))):0.0000}");
        void G(string k, Func<HeldOutRow, bool> f) { var v = o.Where(f).ToList(); if (v.Count == 0) return; var (a, b) = Balanced.Error(v.Select(x => (x.Row.Device, x.Error))); Console.Write($"  {k} {a:P1}({b})"); }
        G("moe", x => x.Row.Work.ExpertLayers > 0); G("dense>=3", x => x.Row.Work.ExpertLayers == 0 && x.Row.FileBytes >= 3L << 30); G("dense<3", x => x.Row.Work.ExpertLayers == 0 && x.Row.FileBytes < 3L << 30); G("deep", x => x.Row.Depth >= 4096); G("cpu", x => x.Row.Speed.Family.Group == "cpu"); Console.WriteLine();
        foreach (var k in o.Select(x => x.Row.Speed.Family.Family).Distinct().Order()) { var v = o.Where(x => x.Row.Speed.Family.Family == k).ToList(); var (a, b) = Balanced.Error(v.Select(x => (x.Row.Device, x.Error))); Console.Write($"  {k} {a:P0}({b},{Balanced.Median(v.GroupBy(x => x.Row.Device).Select(g => Balanced.Median(g.Select(x => x.Error)))):+0%;-0%})"); }
        Console.WriteLine();
        if (!detail) return;
        foreach (var g in o.GroupBy(x => x.Row.Device + " " + x.Row.Speed.Family.Group).OrderByDescending(g => Balanced.Median(g.Select(x => Math.Abs(x.Error))))) Console.WriteLine($"{g.Key,-40} {Balanced.Median(g.Select(x => x.Error)):+0%;-0%} | " + string.Join(" ", g.GroupBy(x => x.Row.Model + "/" + x.Row.Quant + "/" + x.Row.Dataset[..4] + "/" + x.Row.Depth).Take(9).Select(q => $"{q.Key} {Balanced.Median(q.Select(x => x.Error)):+0%;-0%}")));
    }
}
