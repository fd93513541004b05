using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>The simulated models of a world, without a server between.</summary>
internal sealed partial class SimModel(SimWorld world, SimRole role) : IChatClient
{
    private const string Preamble = "You code cases. Read the case and reply with the four-character code only.";
    private const string Filler = "Be careful and precise.";
    private const int MostPairs = 8;

    private static readonly string[] Sentences =
    [
        "Apply the {0} check before you choose a code.",
        "If the case is unclear, settle it with the {0} procedure.",
        "Never skip the {0} step when reading the notes.",
    ];

    private readonly Dictionary<string, SimCase> _cases =
        world.Train.Concat(world.Validation).Concat(world.Test).ToDictionary(one => one.Id);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = messages.ToList();
        var text = role switch
        {
            SimRole.Reflect => Reflect(string.Join('\n', all.Select(message => message.Text)), options?.Seed ?? 0),
            SimRole.Propose => Propose(string.Join('\n', all.Select(message => message.Text)), options?.Seed ?? 0),
            _ => Answer(string.Join('\n', all.Where(message => message.Role == ChatRole.System).Select(message => message.Text)),
                all.Last(message => message.Role == ChatRole.User).Text, Shown(all)),
        };
        var reply = new ChatMessage(ChatRole.Assistant, text);
        return Task.FromResult(new ChatResponse(reply) { FinishReason = ChatFinishReason.Stop });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    /// <summary>The cases of the demos before the last question, where the answer is right.</summary>
    private List<string> Shown(List<ChatMessage> messages)
    {
        var talk = messages.Where(message => message.Role != ChatRole.System).SkipLast(1).ToList();
        return [.. talk.Zip(talk.Skip(1))
            .Where(pair => pair.First.Role == ChatRole.User && pair.Second.Role == ChatRole.Assistant)
            .Take(MostPairs)
            .Where(pair => _cases.TryGetValue(CaseId().Match(pair.First.Text).Groups[1].Value, out var one)
                && pair.Second.Text.Contains(one.Answer, StringComparison.Ordinal))
            .Select(pair => CaseId().Match(pair.First.Text).Groups[1].Value)];
    }

    private string Answer(string system, string user, IReadOnlyList<string> shown)
    {
        var one = _cases[CaseId().Match(user).Groups[1].Value];
        var stage = Stage().Match(user).Groups[1].Value;
        var isRight = world.IsRight(system, one.Id, stage, shown);
        if (stage == "A")
        {
            return isRight ? one.Note : "n-" + SimText.Code($"{world.Id}|wnote|{one.Id}");
        }
        if (isRight && (stage != "B" || Note().Match(user).Groups[1].Value == one.Note))
        {
            return one.Answer;
        }
        var wrong = SimText.Code($"{world.Id}|wrong|{one.Id}|{SimText.Digest(system)}");
        return wrong != one.Answer ? wrong : "zzzz";
    }

    private string Reflect(string text, long seed)
    {
        var (current, rest) = Split(text);
        var (rules, distractors) = (SimWorld.Present(world.Rules, current), SimWorld.Present(world.Distractors, current));
        var counts = new SortedDictionary<int, int>(SymptomCode().Matches(rest)
            .Select(match => world.Symptoms.IndexOf(match.Value))
            .Where(rule => rule >= 0 && !rules.Contains(rule)).CountBy(rule => rule).ToDictionary());
        var key = $"{world.Id}|refl|{SimText.Digest(text)}|{seed}";
        var (newRules, newDistractors) = (new SortedSet<int>(rules), new SortedSet<int>(distractors));
        var hasFiller = false;
        switch (SimText.Uniform(key + "|kind"))
        {
            case < 0.60 when counts.Count > 0:
                newRules.Add(Pick(counts, SimText.Uniform(key + "|pick")));
                break;
            case < 0.60:
            case >= 0.60 + 0.20 and < 0.60 + 0.20 + 0.10:
                hasFiller = true;
                break;
            case < 0.60 + 0.20:
                newDistractors.Add((int)(world.Distractors.Count * SimText.Uniform(key + "|x")));
                break;
            default:
                newRules.Add((int)(world.Rules.Count * SimText.Uniform(key + "|guess")));
                break;
        }
        var have = rules.Count + distractors.Count;
        if (have >= 3 && SimText.Uniform(key + "|drop") < 0.12)
        {
            var index = (int)(have * SimText.Uniform(key + "|dropidx"));
            _ = index < rules.Count ? newRules.Remove(rules[index]) : newDistractors.Remove(distractors[index - rules.Count]);
        }
        return Compose(key, newRules, newDistractors, hasFiller);
    }

    private string Compose(string key, IEnumerable<int> rules, IEnumerable<int> distractors, bool hasFiller)
    {
        var lines = rules.Select(rule => Line(key, $"R{rule}", world.Rules[rule]))
            .Concat(distractors.Select(one => Line(key, $"X{one}", world.Distractors[one])))
            .Concat(hasFiller ? [Filler] : []);
        return $"```\n{Preamble}{string.Concat(lines.Select(line => $"\n- {line}"))}\n```";
    }

    private string Propose(string text, long seed)
    {
        var (current, rest) = Split(text);
        var (rules, distractors) = (SimWorld.Present(world.Rules, current), SimWorld.Present(world.Distractors, current));
        var counts = new SortedDictionary<int, int>(CaseId().Matches(rest)
            .SelectMany(match => world.NeedsOf(match.Groups[1].Value))
            .Where(rule => !rules.Contains(rule)).CountBy(rule => rule).ToDictionary());
        var key = $"{world.Id}|prop|{SimText.Digest(text)}|{seed}";
        var (newRules, newDistractors) = (new SortedSet<int>(rules), new SortedSet<int>(distractors));
        for (var round = 0; round < 3; round++)
        {
            switch (SimText.Uniform($"{key}|kind|{round}"))
            {
                case < 0.35 when counts.Count > 0:
                    newRules.Add(Pick(counts, SimText.Uniform($"{key}|pick|{round}")));
                    break;
                case >= 0.35 and < 0.50:
                    newDistractors.Add((int)(world.Distractors.Count * SimText.Uniform($"{key}|x|{round}")));
                    break;
                case >= 0.50 and < 0.65:
                    newRules.Add((int)(world.Rules.Count * SimText.Uniform($"{key}|guess|{round}")));
                    break;
            }
        }
        return Compose(key, newRules, newDistractors, hasFiller: false);
    }

    private static int Pick(SortedDictionary<int, int> counts, double share)
    {
        var (aim, passed) = (share * counts.Values.Sum(), 0);
        foreach (var (rule, count) in counts)
        {
            passed += count;
            if (aim < passed)
            {
                return rule;
            }
        }
        return counts.Keys.Last();
    }

    private static string Line(string key, string what, string word) => string.Format(
        System.Globalization.CultureInfo.InvariantCulture, Sentences[(int)(3 * SimText.Uniform($"{key}|para|{what}"))], word);

    private static (string Current, string Remainder) Split(string text)
    {
        var found = Tagged().Match(text) is { Success: true } tagged ? tagged : Fenced().Match(text);
        return found.Success ? (found.Groups[1].Value, text.Remove(found.Index, found.Length)) : (text, text);
    }

    [GeneratedRegex(@"case-id:\s*([tvs]-\d{3})")]
    private static partial Regex CaseId();

    [GeneratedRegex(@"stage:\s*([AB])")]
    private static partial Regex Stage();

    [GeneratedRegex(@"note:\s*(n-[0-9a-f]{4})")]
    private static partial Regex Note();

    [GeneratedRegex("S-[0-9a-f]{4}")]
    private static partial Regex SymptomCode();

    [GeneratedRegex("<current_instruction>(.*?)</current_instruction>", RegexOptions.Singleline)]
    private static partial Regex Tagged();

    [GeneratedRegex(@"^```[^\n]*\n(.*?)\n```[ \t]*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();
}
