using System.Globalization;
using LwCoder.Benchmarks;
using LwCoder.Benchmarks.Optimizers;
using LwCoder.Benchmarks.Optimizers.Golden;
using LwCoder.Benchmarks.Optimizers.Sim;

// A new benchmark is its file and a line here. A verb without words is one that another starts as a process.
var verbs = new Dictionary<string, (string Words, Func<string[], Task<int>> RunAsync)>
{
    ["startup"] = ("[rounds]: the released tool's --version, --help and others against a bare .NET hello",
        rest => Startup.RunAsync(Number(rest, 30))),
    ["plans"] = ("[rounds]: validating a plan among 10 and among 10 000", rest => PlanValidation.RunAsync(Number(rest, 20))),
    ["life"] =
        ("[rounds]: init, completion and lists among very many plans and backups", rest => PlanLife.RunAsync(Number(rest, 20))),
    ["exec"] = ("[rounds]: from `lw_coder code` to the agent in a warm image, against a plain docker run",
        rest => AgentStart.RunAsync(Number(rest, 20))),
    ["git-processes"] = ("how many git processes `code` starts before its agent", _ => GitProcesses.RunAsync()),
    ["eval"] = ("[rounds]: eval's own work in a repository of 10 000 files, against two checkouts by git",
        rest => EvalWork.RunAsync(Number(rest, 10))),
    ["judges"] = ("[rounds]: eight judges at once, against one", rest => JudgesAtOnce.RunAsync(Number(rest, 10))),
    ["cache"] = ("[entries]: LwCoder.Prompting's cache of answers", _ => PromptingBenchmark.RunAsync(args)),
    ["evaluate"] = ("what an example costs in LwCoder.Prompting's evaluator", _ => PromptingBenchmark.RunAsync(args)),
    [TranscriptReading.Verb] = ("[kilobytes]: turning a transcript of Claude Code into events",
        rest => Task.FromResult(TranscriptReading.Run(Number(rest, 700)))),
    [TelemetryImport.Verb] = ("[megabytes]: importing a store of Kilo Code, against parsing its JSON",
        rest => TelemetryImport.RunAsync(Number(rest, 200))),
    [TelemetryImport.StoreVerb] =
        ("FOLDER MEGABYTES: writing such a store", rest => Task.FromResult(TelemetryImport.Generate(rest))),
    [TelemetryStats.Verb] = ("[rounds]: telemetry stats and its siblings on 1 000 sessions and 200 000 calls",
        rest => TelemetryStats.RunAsync(Number(rest, 20))),
    [LiveCapture.Verb] =
        ("[seconds]: recording a session while it runs, as a share of a core", rest => LiveCapture.RunAsync(Number(rest, 30))),
    ["cache-writer"] = ("", _ => PromptingBenchmark.RunAsync(args)),
    [CacheSyncBenchmark.Verb] =
        ("mirroring the cache of answers into a worktree and back", rest => Task.FromResult(CacheSyncBenchmark.Run(rest))),
    [GoldenCases.Verb] =
        ("CASES.json: recorded cases of the reference optimizer", rest => Task.FromResult(GoldenCases.Run(rest))),
    [TraceReplay.Verb] =
        ("TRACES.json: whole recorded runs of the reference optimizer", rest => Task.FromResult(TraceReplay.Run(rest))),
    [GepaOverhead.Verb] = ("what GEPA takes beside its models: processor time, memory", _ => GepaOverhead.RunAsync()),
    [SimBenchmark.Verb] = ("[--optimizer gepa|mipro|bootstrap] [--server URL] [--worlds w1,d1] [--compare FOLDER] [...]: "
        + "optimizers on simulated models, beside the reference's GEPA", SimBenchmark.RunAsync),
    [TomlDecode.Verb] = ("< file.toml: the TOML reader in toml-test's protocol", rest => Task.FromResult(TomlDecode.Run(rest))),
};

if (args is [var name, .. var more] && verbs.TryGetValue(name, out var verb))
{
    return await verb.RunAsync(more);
}
Console.Error.WriteLine("usage: dotnet run --project tests/LwCoder.Benchmarks --configuration Release -- VERB\n");
foreach (var (known, (words, _)) in verbs.Where(known => known.Value.Words.Length > 0))
{
    Console.Error.WriteLine($"  {known} {words}");
}
Console.Error.WriteLine(
    "\nLW_CODER_INSTALLED names an installed lw_coder to measure, instead of packing this one. See docs/benchmarks.md.");
return 2;

static int Number(string[] arguments, int usual) =>
    arguments is [var number, ..] ? int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) : usual;
