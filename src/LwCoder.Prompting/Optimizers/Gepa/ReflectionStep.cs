namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// One iteration's reflection: parents are run on minibatches, their components rewritten after what went wrong, and the
/// children run on the same examples.
/// </summary>
internal sealed class ReflectionStep(
    GepaPool pool, IGepaHost host, SearchLedger ledger, MersenneTwister random, GepaOptions options)
{
    private readonly ParentSelector _selector = new(options.Parents, random);
    private readonly MinibatchSampler _sampler = new(options.Minibatch, random);
    private readonly HashSet<string> _proposed = [];

    /// <summary>Makes proposals and judges each once.</summary>
    /// <param name="head">Works on this one; null: a parent is drawn.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The accepted children.</returns>
    public async Task<IReadOnlyList<Lineage>> RunAsync(Lineage? head, CancellationToken cancel)
    {
        var tasks = Sample(head);
        await EvaluateParentsAsync(tasks, cancel).ConfigureAwait(false);
        var prepared = tasks.Where(task => !IsPassedOver(task)).ToList();
        prepared.ForEach(Prepare);
        foreach (var task in prepared)
        {
            await ProposeAsync(task, cancel).ConfigureAwait(false);
        }
        var proposals = prepared.Where(task => task.Child is not null).DistinctBy(task => task.Child!.Fingerprint).ToList();
        await EvaluateChildrenAsync(proposals, cancel).ConfigureAwait(false);
        return Judge(proposals);
    }

    private List<Proposal> Sample(Lineage? head)
    {
        var tasks = new List<Proposal>();
        for (var drawn = 0; drawn < options.Sampling.Parents; drawn++)
        {
            var parent = head ?? pool.Members[_selector.Select(pool.Fronts.Members, pool.Means)];
            for (var batch = 0; batch < options.Sampling.Batches; batch++)
            {
                var examples = _sampler.Next(host.Count(ExampleSet.Train), ledger.Iteration - 1, tasks.Count);
                tasks.Add(new Proposal(parent, examples));
                ledger.Tell(new GepaEvent.ParentSelected(ledger.Iteration, parent.Index));
                ledger.Tell(new GepaEvent.MinibatchSampled(ledger.Iteration, examples));
            }
        }
        return tasks;
    }

    private async Task EvaluateParentsAsync(List<Proposal> tasks, CancellationToken cancel)
    {
        tasks.ForEach(task => ledger.Tell(
            new GepaEvent.EvaluationStarted(ledger.Iteration, task.Parent.Index, task.Parent.Parents)));
        var paid = 0;
        foreach (var same in tasks.GroupBy(task => (task.Parent.Candidate.Fingerprint, string.Join(',', task.Examples))))
        {
            var first = same.First();
            var found = await host.EvaluateAsync(first.Parent.Candidate, ExampleSet.Train, first.Examples, cancel)
                .ConfigureAwait(false);
            same.ToList().ForEach(task => task.Before = found);
            paid += found.Paid;
        }
        tasks.ForEach(task => ledger.Tell(
            new GepaEvent.Evaluated(ledger.Iteration, task.Parent.Index, task.Before!.Scores, task.Parent.Parents)));
        ledger.Add(paid);
    }

    private bool IsPassedOver(Proposal task)
    {
        var found = task.Before!;
        var reason = found.Rollouts.Count == 0 ? "no_trajectories"
            : options.SkipPerfect && found.Scores.All(score => score >= options.PerfectScore) ? "all_scores_perfect"
            : null;
        if (reason is not null)
        {
            ledger.Tell(new GepaEvent.Skipped(ledger.Iteration, task.Parent.Index, found.Scores, reason));
        }
        return reason is not null;
    }

    private void Prepare(Proposal task)
    {
        task.Components = task.Parent.Choose(options.Components);
        ledger.Tell(new GepaEvent.ReflectionPrepared(ledger.Iteration, task.Parent.Index, task.Components));
        ledger.Tell(new GepaEvent.ProposalStarted(ledger.Iteration, task.Components));
    }

    private async Task ProposeAsync(Proposal task, CancellationToken cancel)
    {
        var parent = task.Parent.Candidate;
        var texts = await host.ReflectAsync(
            new ReflectionRequest(++ledger.Reflections, parent, task.Components, task.Examples, task.Before!.Rollouts), cancel)
            .ConfigureAwait(false);
        if (texts.Count == 0)
        {
            return;
        }
        ledger.Tell(new GepaEvent.Proposed(ledger.Iteration, texts));
        var child = texts.Aggregate(parent, (made, text) => made.With(made[text.Key] with { Text = text.Value }));
        if (options.SkipKnownTexts && IsKnown(child))
        {
            ledger.Tell(new GepaEvent.Skipped(ledger.Iteration, null, [], "known_text"));
            return;
        }
        task.Child = child;
    }

    private async Task EvaluateChildrenAsync(List<Proposal> proposals, CancellationToken cancel)
    {
        if (proposals.Count == 0)
        {
            return;
        }
        proposals.ForEach(task => ledger.Tell(new GepaEvent.EvaluationStarted(ledger.Iteration, null, task.Parent.AsParents)));
        ledger.Tried += proposals.Count;
        var paid = 0;
        foreach (var task in proposals)
        {
            task.After = await host.EvaluateAsync(task.Child!, ExampleSet.Train, task.Examples, cancel).ConfigureAwait(false);
            paid += task.After.Paid;
        }
        proposals.ForEach(task => ledger.Tell(
            new GepaEvent.Evaluated(ledger.Iteration, null, task.After!.Scores, task.Parent.AsParents)));
        ledger.Add(paid);
    }

    private bool IsKnown(Candidate child) => !_proposed.Add(child.Fingerprint)
        || pool.Members.Any(member => member.Candidate.Fingerprint == child.Fingerprint);

    /// <summary>What is never proposed again needs no memory.</summary>
    private void Forget(Candidate rejected)
    {
        if (options.SkipKnownTexts)
        {
            host.Forget(rejected);
        }
    }

    private List<Lineage> Judge(List<Proposal> proposals)
    {
        var sums = proposals.Select(task => (task.Before!.Sum, task.After!.Sum)).ToList();
        var chosen = options.Selection.Choose(sums, options.Acceptance);
        foreach (var (index, (before, after)) in sums.Index())
        {
            if (!chosen.Contains(index))
            {
                ledger.Tell(new GepaEvent.Rejected(ledger.Iteration, before, after));
                Forget(proposals[index].Child!);
            }
        }
        return [.. chosen.Select(index => Lineage.ChildOf(proposals[index].Child!, proposals[index].Parent))];
    }

    /// <summary>A parent, the examples it is tried on, and what becomes of it.</summary>
    private sealed class Proposal(Lineage parent, IReadOnlyList<int> examples)
    {
        public Lineage Parent => parent;

        public IReadOnlyList<int> Examples => examples;

        public IReadOnlyList<string> Components { get; set; } = [];

        public Measurement? Before { get; set; }

        public Candidate? Child { get; set; }

        public Measurement? After { get; set; }
    }
}
