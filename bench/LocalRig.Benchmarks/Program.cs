using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(LocalRig.Benchmarks.HeaderBenchmark).Assembly).Run(args);
