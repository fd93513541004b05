using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// One run as an optimizer sees it: candidates are measured, models are asked for proposals, and each answer is remembered
/// and paid for once.
/// </summary>
public sealed class OptimizerContext
{
    /// <summary>So many rollouts that all fail by an outage are no bad luck.</summary>
    private const int OutageBatch = 3;

    private readonly OptimizerOptions _options;
    private readonly Journal _journal;
    private readonly Ledger _ledger;
    private readonly Dictionary<string, Dictionary<string, Rollout>> _rollouts = [];
    private readonly Dictionary<Example, string> _exampleKeys = new(ReferenceEqualityComparer.Instance);
    private readonly List<RefusedProposal> _refused = [];
    private readonly Lock _gate = new();
    private readonly long _started;
    private (Candidate Candidate, double Score)? _best;
    private string _stage = "";

    internal OptimizerContext(IPromptTask task, OptimizerOptions options, Journal journal, Ledger ledger)
    {
        (Task, _options, _journal, _ledger) = (task, options, journal, ledger);
        _started = options.Time.GetTimestamp();
    }

    /// <summary>What is to be improved.</summary>
    public IPromptTask Task { get; }

    /// <summary>The run's seed.</summary>
    public int Seed => _options.Seed;

    /// <summary>Metric calls so far.</summary>
    public int MetricCalls => _ledger.MetricCalls;

    /// <summary>Metric calls the search may still make.</summary>
    public int Left => _ledger.Left;

    /// <summary>What proposals consumed so far.</summary>
    public Usage SpentOnProposals => _ledger.SpentOnProposals;

    /// <summary>Proposals that <see cref="Accepts"/> refused.</summary>
    public IReadOnlyList<RefusedProposal> Refused => _refused;

    /// <summary>Runs a candidate on examples, in parallel; what is known already is not run again.</summary>
    /// <returns>The rollouts, in the examples' order.</returns>
    /// <exception cref="Budgets.BudgetException">The new ones do not fit the budget; none was run, or the first of all, which
    /// tells what they cost (with those before it that a cache answered).</exception>
    /// <exception cref="ModelException">What would fail every rollout.</exception>
    public async Task<IReadOnlyList<Rollout>> MeasureAsync(
        Candidate candidate, IReadOnlyList<Example> examples, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(examples);
        var known = KnownOf(candidate);
        var keys = examples.Select(KeyOf).ToList();
        var missing = keys.Index().Where(key => !known.ContainsKey(key.Item)).DistinctBy(key => key.Item).ToList();
        _ledger.RequireRollouts(missing.Count);
        var found = new Rollout[examples.Count];
        // One goes ahead and tells what a rollout costs: many that begin together could cost many times the budget.
        var ahead = 0;
        while (_ledger.IsBlind && ahead < missing.Count - 1)
        {
            await MeasureOneAsync(missing[ahead++]).ConfigureAwait(false);
            _ledger.RequireRollouts(missing.Count - ahead);
        }
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancel };
        await Parallel.ForEachAsync(
            missing[ahead..], parallel, async (one, _) => await MeasureOneAsync(one).ConfigureAwait(false))
            .ConfigureAwait(false);
        KeepOutages([.. missing.Select(one => (EntryOf(candidate, one.Item), found[one.Index]))
            .Where(one => one.Item2.IsOutage)], missing.Count);
        return [.. keys.Select(key => known[key])];

        async Task MeasureOneAsync((int Index, string Item) one)
        {
            // With the caller's token: when another rollout ends the batch, calls under way are paid for and kept.
            var rollout = await RunAsync(EntryOf(candidate, one.Item), candidate, examples[one.Index], cancel)
                .ConfigureAwait(false);
            found[one.Index] = rollout;
            lock (known)
            {
                known[one.Item] = rollout;
            }
        }
    }

    /// <summary>
    /// Drops what is known of a candidate and will not be asked again, so that a long run takes no more memory than a short
    /// one. The journal keeps it.
    /// </summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="examples">Those it will not be measured on again; null: any.</param>
    public void Forget(Candidate candidate, IReadOnlyList<Example>? examples = null)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (examples is null)
        {
            lock (_gate)
            {
                _rollouts.Remove(candidate.Fingerprint);
            }
            return;
        }
        var known = KnownOf(candidate);
        lock (known)
        {
            examples.Select(KeyOf).ToList().ForEach(key => known.Remove(key));
        }
    }

    /// <summary>Asks a model for a proposal.</summary>
    /// <param name="purpose">What for; each is asked once in a run.</param>
    /// <param name="module">Who is asked.</param>
    /// <param name="inputs">The question.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The answer; null if the model gave none that can be used, which is remembered as well.</returns>
    /// <exception cref="Budgets.BudgetException">It does not fit the budget.</exception>
    /// <exception cref="ModelException">What would fail every question.</exception>
    public async Task<FieldValues?> AskAsync(string purpose, PromptModule module, FieldValues inputs, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(module);
        _ledger.RequireProposal();
        var key = $"ask|{purpose}|{ExampleKey.Of(new Example(inputs, FieldValues.Empty, module.Signature.Instructions))}";
        var answer = _journal.Take(key);
        if (answer is null)
        {
            answer = await ProposalCall.RunAsync(module, inputs, RolloutOf(purpose), cancel).ConfigureAwait(false);
            _journal.Add(key, answer);
        }
        _ledger.AddProposal(RolloutJson.ReadUsage(answer.Record("usage")));
        return answer["outputs"] as FieldValues;
    }

    /// <summary>Whether a proposed text may be run. One that is empty, too long or refused by the task is counted.</summary>
    /// <param name="component">Whose text it is to be.</param>
    /// <param name="text">The proposal.</param>
    /// <param name="shown">The material that the proposing model was shown.</param>
    public bool Accepts(string component, string text, string shown)
    {
        ArgumentNullException.ThrowIfNull(text);
        var longest = _options.Limit.For(Task.Baseline[component].Text);
        var reason = string.IsNullOrWhiteSpace(text) ? "it is empty"
            : text.Length > longest ? FormattableString.Invariant($"it has {text.Length} characters, and may have {longest}")
            : Task.Refuse(component, text, shown);
        if (reason is null)
        {
            return true;
        }
        _refused.Add(new RefusedProposal(component, reason));
        Report($"refused a text for {component}: {reason}");
        return false;
    }

    /// <summary>Tells the listener where the run is.</summary>
    /// <param name="stage">What is being done.</param>
    /// <param name="measured">A candidate with its score on all dev examples, if there is a new one.</param>
    public void Report(string stage, (Candidate Candidate, double Score)? measured = null)
    {
        lock (_gate)
        {
            _stage = stage;
            _best = _best is null || measured?.Score > _best?.Score ? measured ?? _best : _best;
            _options.OnProgress?.Invoke(new OptimizerProgress(stage, _ledger.MetricCalls, _options.MaxMetricCalls,
                _ledger.Replayed, _best?.Score, _ledger.Spent, _options.Time.GetElapsedTime(_started))
            {
                BestCandidate = _best?.Candidate,
            });
        }
    }

    /// <summary>So that a cache below keeps repeated questions apart, and finds them again after a restart.</summary>
    private int RolloutOf(string purpose) => 1 + SeededRandom.For(Seed, purpose).Next(int.MaxValue - 1);

    private static string EntryOf(Candidate candidate, string example) => $"rollout|{candidate.Fingerprint}|{example}";

    private Dictionary<string, Rollout> KnownOf(Candidate candidate)
    {
        lock (_gate)
        {
            return _rollouts.TryGetValue(candidate.Fingerprint, out var known) ? known : _rollouts[candidate.Fingerprint] = [];
        }
    }

    private string KeyOf(Example example)
    {
        lock (_gate)
        {
            return _exampleKeys.TryGetValue(example, out var key) ? key : _exampleKeys[example] = ExampleKey.Of(example);
        }
    }

    private async Task<Rollout> RunAsync(string key, Candidate candidate, Example example, CancellationToken cancel)
    {
        if (_journal.Take(key) is { } known)
        {
            return Count(RolloutJson.Read(known), wasReplayed: true);
        }
        var rollout = await Task.RunAsync(candidate, example, cancel).ConfigureAwait(false);
        if (!double.IsFinite(rollout.Score.Value))
        {
            throw new InvalidOperationException($"The metric gave {rollout.Score.Value}; a score is a finite number.");
        }
        if (!rollout.IsOutage)
        {
            _journal.Add(key, RolloutJson.Write(rollout));
        }
        return Count(rollout, wasReplayed: false);
    }

    /// <summary>A few outages are scores like other failures; nothing but outages says nothing about a candidate.</summary>
    private void KeepOutages(IReadOnlyList<(string Key, Rollout Rollout)> outages, int batch)
    {
        if (outages.Count == batch && batch >= OutageBatch)
        {
            throw new ModelException(ModelErrorKind.Transport,
                $"All of {batch} runs failed for reasons that may pass. The last: {outages[^1].Rollout.Error}",
                "Run it again: what was paid for is remembered.");
        }
        foreach (var (key, rollout) in outages)
        {
            _journal.Add(key, RolloutJson.Write(rollout));
        }
    }

    private Rollout Count(Rollout rollout, bool wasReplayed)
    {
        _ledger.AddRollout(rollout.Usage, wasReplayed);
        Report(_stage);
        return rollout;
    }
}
