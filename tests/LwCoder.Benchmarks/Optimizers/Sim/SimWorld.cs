namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>
/// A world of the prompt-optimizer benchmark: hidden rules are words that a text should have, distractors words that it
/// should not. Its arithmetic is that of the benchmark's server, in this process.
/// </summary>
internal sealed class SimWorld
{
    private const double Base = 0.05;
    private const double Gain = 0.92;
    private const double Harm = 0.35;
    private const double HarmShare = 0.25;
    private const double LengthPenalty = 0.02;
    private const double Jitter = 0.03;
    private const double Spurious = 0.30;
    private const double ShortcutLow = 0.40;
    private const double ShortcutHigh = 0.55;

    private static readonly string[] AllRules =
    [
        "quartz-lantern", "amber-ledger", "copper-anchor", "willow-bridge", "granite-whistle", "velvet-compass",
        "silver-orchard", "cobalt-hammer", "maple-signal", "ivory-turbine", "crimson-kettle", "jasper-window",
        "saffron-gate", "onyx-ribbon", "coral-engine", "birch-mirror", "topaz-ladder", "indigo-sail",
        "pewter-garden", "walnut-prism", "opal-furnace", "cedar-beacon", "russet-valve", "pearl-summit",
    ];

    private static readonly string[] AllDistractors =
    [
        "lead-pendulum", "tin-carousel", "wax-tornado", "mud-symphony", "chalk-avalanche", "straw-labyrinth", "zinc-mirage",
        "foam-citadel",
    ];

    private static readonly string[] Topics =
    [
        "harbor", "invoice", "meadow", "circuit", "parcel", "lantern", "ticket", "harvest", "signal", "archive", "beacon",
        "cargo", "dossier", "ember", "fathom", "gallery", "hollow", "isthmus", "jigsaw", "kernel",
    ];

    private readonly int _mostNeeded;
    private readonly int _shortcuts;
    private readonly List<(int First, int Second, int Resolver)> _triples;
    private readonly Dictionary<string, Needs> _needs = [];

    public SimWorld(string id)
    {
        Id = id;
        (var rules, var distractors, _mostNeeded, var triples, _shortcuts) = id is { Length: > 0 } ? id[0] switch
        {
            'w' => (12, 6, 3, 3, 0),
            'h' => (24, 8, 4, 6, 0),
            'd' => (12, 6, 3, 3, 2),
            _ => throw new ArgumentException($"No world {id}: they begin with w, h or d.", nameof(id)),
        } : throw new ArgumentException("A world has a name.", nameof(id));
        (Rules, Distractors) = (AllRules[..rules], AllDistractors[..distractors]);
        _triples = [.. Enumerable.Range(0, triples).Select(Triple)];
        Symptoms = [];
        for (var rule = 0; rule < rules; rule++)
        {
            Symptoms.Add(Enumerable.Range(0, int.MaxValue).Select(n => "S-" + SimText.Code($"{id}|sym|{rule}|{n}"))
                .First(code => !Symptoms.Contains(code)));
        }
        Train = [.. Enumerable.Range(0, 60).Select(index => Case($"t-{index:000}"))];
        Validation = [.. Enumerable.Range(0, 40).Select(index => Case($"v-{index:000}"))];
        Test = [.. Enumerable.Range(0, 200).Select(index => Case($"s-{index:000}"))];
    }

    public string Id { get; }

    public IReadOnlyList<string> Rules { get; }

    public IReadOnlyList<string> Distractors { get; }

    /// <summary>The code that feedback names for each rule.</summary>
    public List<string> Symptoms { get; }

    public IReadOnlyList<SimCase> Train { get; }

    public IReadOnlyList<SimCase> Validation { get; }

    public IReadOnlyList<SimCase> Test { get; }

    /// <summary>Whether a text is right on a case.</summary>
    /// <param name="text">The system message.</param>
    /// <param name="caseId">As in <c>t-007</c>.</param>
    /// <param name="stage">A or B of two; empty for the only one.</param>
    /// <param name="shown">Cases that demos show, answered rightly.</param>
    public bool IsRight(string text, string caseId, string stage = "", IReadOnlyList<string>? shown = null)
    {
        var (chance, signature) = Chance(text, caseId, stage, shown ?? []);
        var isRight = SimText.Uniform($"{Id}|draw|{stage}|{caseId}|{signature}") < chance;
        var isFlipped = SimText.Uniform($"{Id}|jit|{stage}|{caseId}|{SimText.Digest(text)}") < Jitter;
        return isRight != isFlipped;
    }

    /// <summary>How likely a text is right, free of noise. Never shown to an optimizer.</summary>
    public double Expected(string text, string caseId, string stage = "", IReadOnlyList<string>? shown = null)
    {
        var (chance, _) = Chance(text, caseId, stage, shown ?? []);
        return (chance * (1 - Jitter)) + ((1 - chance) * Jitter);
    }

    /// <summary>The words of a list that a text has, by position.</summary>
    public static List<int> Present(IReadOnlyList<string> words, string text) =>
        [.. words.Index().Where(word => text.Contains(word.Item, StringComparison.OrdinalIgnoreCase)).Select(word => word.Index)];

    /// <summary>The rules a case needs, the lowest first.</summary>
    public IReadOnlyList<int> NeedsOf(string caseId) => _needs.TryGetValue(caseId, out var needs) ? needs.Rules : [];

    private (double Chance, string Signature) Chance(string text, string caseId, string stage, IReadOnlyList<string> shown)
    {
        var needs = _needs[caseId];
        var (rules, distractors) = (Present(Rules, text), Present(Distractors, text));
        // A demo teaches the first rule of its case.
        var active = Active([.. rules.Union(shown.Where(other => other != caseId).Select(other => _needs[other].Rules[0]))]);
        var needed = needs.Rules.Where(rule => stage.Length == 0 || (rule % 2 == 0) == (stage == "A")).ToList();
        var hit = needed.Where(active.Contains).ToList();
        var share = needed.Count == 0 ? 1.0 : (double)hit.Count / needed.Count;
        var harmful = distractors.Where(needs.Harmful.Contains).ToList();
        var shortcuts = distractors.Where(distractor => distractor < _shortcuts).ToList();
        var chance = Base + (Gain * share * share);
        chance -= harmful.Count > 0 ? Harm : 0;
        chance -= LengthPenalty * Math.Max(0, rules.Count + distractors.Count - Rules.Count);
        chance = shortcuts.Count > 0 ? Math.Min(ShortcutHigh, Math.Max(ShortcutLow, chance)) : chance;
        return (Math.Min(0.98, Math.Max(0.02, chance)),
            $"{string.Join(',', hit)}|{string.Join(',', shortcuts.Concat(harmful))}");
    }

    private HashSet<int> Active(List<int> rules)
    {
        var off = _triples.Where(triple => rules.Contains(triple.First) && rules.Contains(triple.Second)
            && !rules.Contains(triple.Resolver)).SelectMany(triple => new[] { triple.First, triple.Second });
        return [.. rules.Except(off)];
    }

    private (int First, int Second, int Resolver) Triple(int index)
    {
        var order = Enumerable.Range(0, Rules.Count).Where(rule => rule % 2 == index % 2)
            .OrderBy(rule => SimText.Number($"{Id}|trip|{index}|{rule}")).Take(3).ToList();
        return (order[0], order[1], order[2]);
    }

    private SimCase Case(string id)
    {
        var needs = _needs[id] = new Needs(
            Draw(id), [.. Enumerable.Range(_shortcuts, Distractors.Count - _shortcuts)
                .Where(distractor => SimText.Uniform($"{Id}|harm|{id}|{distractor}") < HarmShare)]);
        List<int> hinted = [.. needs.Rules];
        if (SimText.Uniform($"{Id}|spur|{id}") < Spurious
            && (int)(Rules.Count * SimText.Uniform($"{Id}|spurpick|{id}")) is var other && !hinted.Contains(other))
        {
            hinted.Add(other);
        }
        var topics = Enumerable.Range(0, 5)
            .Select(index => Topics[(int)(Topics.Length * SimText.Uniform($"{Id}|topic|{id}|{index}"))]);
        return new SimCase(
            id, $"case-id: {id}\ntopics: {string.Join(' ', topics)}\nQuestion: which code applies to this case?",
            SimText.Code($"{Id}|ans|{id}"), "n-" + SimText.Code($"{Id}|note|{id}"),
            [.. hinted.Select(rule => Symptoms[rule])],
            [.. hinted.Where(rule => rule % 2 == 0).Select(rule => Symptoms[rule])],
            [.. hinted.Where(rule => rule % 2 == 1).Select(rule => Symptoms[rule])]);
    }

    /// <summary>Rules a case needs, drawn one after another, the earlier ones likelier.</summary>
    private List<int> Draw(string id)
    {
        var needed = new List<int>();
        for (var (draw, count) = (0, 1 + (int)(_mostNeeded * SimText.Uniform($"{Id}|nq|{id}"))); draw < count; draw++)
        {
            var left = Enumerable.Range(0, Rules.Count).Except(needed).ToList();
            var total = left.Aggregate(0.0, (sum, rule) => sum + Weight(rule));
            var (aim, passed) = (SimText.Uniform($"{Id}|req|{id}|{draw}") * total, 0.0);
            needed.Add(left.Find(rule => aim < (passed += Weight(rule))) is var pick && aim < passed ? pick : left[^1]);
        }
        return [.. needed.Order()];
    }

    private static double Weight(int rule) => 1.0 / Math.Sqrt(rule + 1);

    private sealed record Needs(IReadOnlyList<int> Rules, IReadOnlyList<int> Harmful);
}
