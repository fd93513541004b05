using System.Globalization;
using System.Text.Json.Nodes;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Evaluation;
using LwCoder.Prompting.Optimizers;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>
/// Ours and the reference's results side by side: the area under the curve of the noise-free test score over the budget,
/// and the score at a third and at the end. With the reference's own files seeds are compared pairwise; where there is no
/// file its published mean stands for it.
/// </summary>
internal static class SimComparison
{
    /// <summary>The reference with its defaults, mean over its seeds: the area, the score at 1000 calls and at 3000.</summary>
    private static readonly Dictionary<string, (double Area, double Early, double Late)> Published = new()
    {
        ["w"] = (0.542, 0.445, 0.841), ["h"] = (0.233, 0.204, 0.335), ["d"] = (0.475, 0.439, 0.667),
        ["w two"] = (0.567, 0.500, 0.834), ["h two"] = (0.251, double.NaN, double.NaN),
    };

    private static readonly (double Area, double Early, double Late) Unknown = (double.NaN, double.NaN, double.NaN);

    private static readonly Dictionary<char, double> Goals = new() { ['w'] = 0.05, ['d'] = 0.02 };

    public static void Print(IReadOnlyList<JsonNode> runs, SimSettings settings)
    {
        var (folder, budget, isTwo) = (settings.Compare, settings.Budget, settings.IsTwo);
        var variant = isTwo ? " two" : "";
        var worlds = runs.GroupBy(World).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var rows = worlds.Select(world => Row(world.Key + variant, [.. world], Files(folder, world.Key, isTwo), budget))
            .Concat(worlds.GroupBy(world => world.Key[0]).Select(type => Row(
                $"{type.Key}*{variant}", [.. type.SelectMany(world => world)], [], budget,
                settings.Optimizer == "gepa" ? type.Key : ' ')))
            .ToList();
        // There are means of its GEPA only: what other optimizers are beside it says how they compare with GEPA.
        string[] heads =
            ["world", "runs", $"AUC {settings.Optimizer}", "AUC reference gepa", "difference [95 %]", "@1000", "ref",
                $"@{budget}", "ref", "goal", "met"];
        TextTable.Write(Console.Out, forPerson: true, heads, [.. rows]);
    }

    private static IReadOnlyList<string> Row(
        string name, List<JsonNode> ours, List<JsonNode> theirs, int budget, char type = ' ')
    {
        var areas = ours.Select(run => Area(run, budget)).ToList();
        var published = Published.GetValueOrDefault(name.Replace("*", "", StringComparison.Ordinal), Unknown);
        (double Mean, Interval? Range) reference = theirs.Count > 0
            ? Paired(ours, theirs, budget)
            : (published.Area, Shifted(Interval.OfMean(areas), published.Area));
        var difference = areas.Average() - reference.Mean;
        var goal = Goals.TryGetValue(type, out var least) && name.Length == 2 ? least : (double?)null;
        return
        [
            name, $"{ours.Count}", Number(areas.Average()), Number(reference.Mean),
            $"{Signed(difference)} {Range(reference.Range)}",
            Number(ours.Average(run => At(run, Math.Min(1000, budget)))),
            Number(theirs.Count > 0 ? theirs.Average(run => At(run, 1000)) : published.Early),
            Number(ours.Average(run => At(run, budget))),
            Number(theirs.Count > 0 ? theirs.Average(run => At(run, budget)) : published.Late),
            goal is { } wanted ? $">= {Signed(wanted)}" : "",
            goal is { } minimum ? difference >= minimum ? "yes" : "NO" : "",
        ];
    }

    private static (double Mean, Interval? Difference) Paired(
        List<JsonNode> ours, List<JsonNode> theirs, int budget)
    {
        var bySeed = theirs.ToDictionary(run => run["seed"]!.GetValue<int>(), run => Area(run, budget));
        var pairs = ours.Where(run => bySeed.ContainsKey(run["seed"]!.GetValue<int>()))
            .Select(run => (Theirs: bySeed[run["seed"]!.GetValue<int>()], Ours: Area(run, budget))).ToList();
        var compared = PairedComparison.Of([.. pairs.Select(pair => pair.Theirs)], [.. pairs.Select(pair => pair.Ours)], 1);
        return (pairs.Average(pair => pair.Theirs), compared.Difference);
    }

    private static List<JsonNode> Files(string? folder, string world, bool isTwo)
    {
        var file = folder is null ? null : Path.Combine(folder, $"{world}-{(isTwo ? "two" : "single")}-pareto.json");
        return File.Exists(file) ? [.. SimResults.Read(file)] : [];
    }

    private static Interval? Shifted(Interval? interval, double by) =>
        interval is { } range && !double.IsNaN(by) ? new Interval(range.Low - by, range.High - by) : null;

    private static string World(JsonNode run) => run["world"]!.GetValue<string>();

    /// <summary>The step curve of the best candidate by validation, over the budget.</summary>
    private static double Area(JsonNode run, int budget)
    {
        var events = Events(run).Where(found => found.Calls <= budget).ToList();
        var ends = events.Skip(1).Select(found => found.Calls).Append(budget);
        return events.Zip(ends, (found, end) => found.Test * (end - found.Calls)).Sum() / budget;
    }

    private static double At(JsonNode run, int calls) =>
        Events(run).LastOrDefault(found => found.Calls <= calls).Test;

    private static IEnumerable<(int Calls, double Test)> Events(JsonNode run) => run["events"]!.AsArray()
        .Select(found => (found!["calls"]!.GetValue<int>(), found["oracle"]!["test"]!.GetValue<double>()));

    private static string Range(Interval? interval) =>
        interval is { } range ? $"[{Signed(range.Low)}, {Signed(range.High)}]" : "";

    private static string Number(double number) =>
        double.IsNaN(number) ? "" : number.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double number) =>
        double.IsNaN(number) ? "" : number.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
