using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>
/// The simulated task model of the prompt-optimizer benchmark: whether a text gets a case right. Hidden rules are words a
/// text should have; every decision is a hash, so that any implementation decides alike.
/// </summary>
internal sealed class SimWorld
{
    private const double Base = 0.05;
    private const double Gain = 0.92;
    private const double Harm = 0.35;
    private const double HarmShare = 0.25;
    private const double LengthPenalty = 0.02;
    private const double Jitter = 0.03;

    private static readonly string[] RuleWords =
    [
        "quartz-lantern", "amber-ledger", "copper-anchor", "willow-bridge", "granite-whistle", "velvet-compass",
        "silver-orchard", "cobalt-hammer", "maple-signal", "ivory-turbine", "crimson-kettle", "jasper-window",
        "saffron-gate", "onyx-ribbon", "coral-engine", "birch-mirror", "topaz-ladder", "indigo-sail",
        "pewter-garden", "walnut-prism", "opal-furnace", "cedar-beacon", "russet-valve", "pearl-summit",
    ];

    private static readonly string[] DistractorWords =
    [
        "lead-pendulum", "tin-carousel", "wax-tornado", "mud-symphony", "chalk-avalanche", "straw-labyrinth", "zinc-mirage",
        "foam-citadel",
    ];

    private readonly string _id;
    private readonly int _rules;
    private readonly int _distractors;
    private readonly int _mostNeeded;
    private readonly int _shortcuts;
    private readonly List<(int First, int Second, int Resolver)> _triples;
    private readonly Dictionary<string, Case> _cases = [];

    public SimWorld(string id)
    {
        _id = id;
        (_rules, _distractors, _mostNeeded, var triples, _shortcuts) = id[0] switch
        {
            'w' => (12, 6, 3, 3, 0),
            'h' => (24, 8, 4, 6, 0),
            'd' => (12, 6, 3, 3, 2),
            _ => throw new ArgumentException($"No world {id}.", nameof(id)),
        };
        _triples = [.. Enumerable.Range(0, triples).Select(Triple)];
    }

    /// <summary>Whether a text is right on a case.</summary>
    /// <param name="text">The system message.</param>
    /// <param name="caseId">As in <c>t-007</c>.</param>
    /// <param name="stage">A or B of two; empty for the only one.</param>
    public bool IsRight(string text, string caseId, string stage = "")
    {
        var one = Find(caseId);
        var (rules, distractors) = (Present(RuleWords, _rules, text), Present(DistractorWords, _distractors, text));
        var active = Active(rules);
        var needed = one.Needed.Where(rule => stage.Length == 0 || (rule % 2 == 0) == (stage == "A")).ToList();
        var hit = needed.Where(active.Contains).ToList();
        var share = needed.Count == 0 ? 1.0 : (double)hit.Count / needed.Count;
        var chance = Base + (Gain * share * share);
        var harmful = distractors.Where(one.Harmful.Contains).ToList();
        chance -= harmful.Count > 0 ? Harm : 0;
        chance -= LengthPenalty * Math.Max(0, rules.Count + distractors.Count - _rules);
        var shortcuts = distractors.Where(distractor => distractor < _shortcuts).ToList();
        if (shortcuts.Count > 0)
        {
            chance = Math.Min(0.55, Math.Max(0.40, chance));
        }
        chance = Math.Min(0.98, Math.Max(0.02, chance));
        var signature = $"{string.Join(',', hit)}|{string.Join(',', shortcuts.Concat(harmful))}";
        var isRight = Uniform($"{_id}|draw|{stage}|{caseId}|{signature}") < chance;
        var isFlipped = Uniform($"{_id}|jit|{stage}|{caseId}|{Convert.ToHexStringLower(Hash(text))}") < Jitter;
        return isRight != isFlipped;
    }

    private static List<int> Present(string[] words, int count, string text) => [.. Enumerable.Range(0, count)
        .Where(index => text.Contains(words[index], StringComparison.OrdinalIgnoreCase))];

    private HashSet<int> Active(List<int> rules)
    {
        var off = _triples.Where(triple => rules.Contains(triple.First) && rules.Contains(triple.Second)
            && !rules.Contains(triple.Resolver)).SelectMany(triple => new[] { triple.First, triple.Second });
        return [.. rules.Except(off)];
    }

    private (int First, int Second, int Resolver) Triple(int index)
    {
        var order = Enumerable.Range(0, _rules).Where(rule => rule % 2 == index % 2)
            .OrderBy(rule => Number($"{_id}|trip|{index}|{rule}")).Take(3).ToList();
        return (order[0], order[1], order[2]);
    }

    private Case Find(string id)
    {
        lock (_cases)
        {
            return _cases.TryGetValue(id, out var known) ? known : _cases[id] = Make(id);
        }
    }

    private Case Make(string id)
    {
        var count = 1 + (int)(_mostNeeded * Uniform($"{_id}|nq|{id}"));
        var needed = new List<int>();
        for (var draw = 0; draw < count; draw++)
        {
            var left = Enumerable.Range(0, _rules).Except(needed).ToList();
            var total = left.Aggregate(0.0, (sum, rule) => sum + Weight(rule));
            var (aim, passed, pick) = (Uniform($"{_id}|req|{id}|{draw}") * total, 0.0, -1);
            foreach (var rule in left)
            {
                (passed, pick) = (passed + Weight(rule), rule);
                if (aim < passed)
                {
                    break;
                }
            }
            needed.Add(pick);
        }
        var harmful = Enumerable.Range(_shortcuts, _distractors - _shortcuts)
            .Where(distractor => Uniform($"{_id}|harm|{id}|{distractor}") < HarmShare);
        return new Case([.. needed.Order()], [.. harmful]);
    }

    private static double Weight(int rule) => 1.0 / Math.Sqrt(rule + 1);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static ulong Number(string key) => BinaryPrimitives.ReadUInt64BigEndian(Hash(key));

    private static double Uniform(string key) => (Number(key) >> 11) * (1.0 / 9007199254740992.0);

    private sealed record Case(IReadOnlyList<int> Needed, IReadOnlyList<int> Harmful);
}
