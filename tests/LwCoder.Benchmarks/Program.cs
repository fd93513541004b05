using LwCoder.Benchmarks;

// One file per verb; a new verb is its file and a line here.
var verbs = new Dictionary<string, Func<int>>
{
    [TomlDecode.Verb] = TomlDecode.Run,
};

if (args is [var verb] && verbs.TryGetValue(verb, out var run))
{
    return run();
}
Console.Error.WriteLine($"usage: LwCoder.Benchmarks <{string.Join('|', verbs.Keys)}>");
return 2;
