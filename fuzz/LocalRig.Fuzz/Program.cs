using System.Globalization;
using LocalRig.Fuzz;
using SharpFuzz;

// --seconds N [--seed N]      every target for its share of the time, without any other tool
// only TARGET N SEED          one target for N seconds
// grow TARGET N SEED          one target for N inputs; what leads to a new outcome is kept in fuzz/corpus
// afl TARGET                  under afl-fuzz, after `sharpfuzz LocalRig.Core.dll` (SharpFuzz's README)
// replay TARGET BASE64        one input again
Corpus corpus = new(Path.Combine("fuzz", "corpus"));
switch (args)
{
    case ["--seconds", string seconds, .. string[] rest]:
        int seed = rest is ["--seed", string s] ? int.Parse(s, CultureInfo.InvariantCulture) : 1;
        TimeSpan share = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) / Target.All.Count;
        return Target.All.Keys.All(name => FuzzLoop.Run(name, corpus.For(name), (_, spent) => spent < share, seed)) ? 0 : 1;

    case ["only", string name, string seconds, string from] when Target.All.ContainsKey(name):
        TimeSpan all = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        return FuzzLoop.Run(name, corpus.For(name), (_, spent) => spent < all, int.Parse(from, CultureInfo.InvariantCulture)) ? 0 : 1;

    case ["grow", string name, string runs, string from] when Target.All.ContainsKey(name):
        long most = long.Parse(runs, CultureInfo.InvariantCulture);
        List<byte[]> found = [];
        bool sound = FuzzLoop.Run(name, corpus.For(name), (done, _) => done < most, int.Parse(from, CultureInfo.InvariantCulture), found.Add);
        corpus.Keep(name, found);
        return sound ? 0 : 1;

    case ["afl", string name] when Target.All.ContainsKey(name):
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using MemoryStream all = new();
            stream.CopyTo(all);
            Target.All[name](all.ToArray());
        });
        return 0;

    case ["replay", string name, string input] when Target.All.ContainsKey(name):
        Target.All[name](Convert.FromBase64String(input));
        return 0;

    default:
        Console.Error.WriteLine($"Usage: --seconds N [--seed N] | only TARGET N SEED | grow TARGET N SEED | afl TARGET | replay TARGET BASE64; targets: {string.Join(", ", Target.All.Keys)}");
        return 2;
}
