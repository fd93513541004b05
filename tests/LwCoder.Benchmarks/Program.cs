using LwCoder.Benchmarks;

// One file for each verb: a new one is its file and a line here.
var verbs = new Dictionary<string, Func<string[], int>>
{
    [TomlDecode.Verb] = TomlDecode.Run,
    [CacheSyncBenchmark.Verb] = CacheSyncBenchmark.Run,
};

if (args.Length > 0 && verbs.TryGetValue(args[0], out var run))
{
    return run(args[1..]);
}
Console.Error.WriteLine($"usage: LwCoder.Benchmarks {string.Join('|', verbs.Keys)}");
return 2;
