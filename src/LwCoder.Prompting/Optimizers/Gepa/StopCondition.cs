namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// When a search ends although there is budget left; asked between iterations. A condition belongs to one run: some
/// remember what they saw.
/// </summary>
public abstract class StopCondition
{
    /// <summary>Whether to end.</summary>
    public abstract bool IsMet(SearchState state);

    /// <summary>So many metric calls were made.</summary>
    public static StopCondition MetricCalls(int most) => new Test($"{most} metric calls", state => state.MetricCalls >= most);

    /// <summary>So much was spent on reflection, in US dollars.</summary>
    public static StopCondition ReflectionCost(decimal most) =>
        new Test(FormattableString.Invariant($"${most} for reflection"), state => state.ReflectionCost >= most);

    /// <summary>Some candidate's mean on the dev examples is at least this.</summary>
    public static StopCondition Score(double threshold) => new Test(
        FormattableString.Invariant($"score {threshold}"), state => state.Scores.Count > 0 && state.Scores.Max() >= threshold);

    /// <summary>So many candidates were kept, the baseline included.</summary>
    public static StopCondition Candidates(int most) => new Test($"{most} candidates", state => state.Scores.Count >= most);

    /// <summary>So many iterations were made.</summary>
    public static StopCondition Iterations(int most) => new Test($"{most} iterations", state => state.Iterations >= most);

    /// <summary>The best score did not rise between so many checks in a row.</summary>
    public static StopCondition NoImprovement(int checks) => new Stagnation(checks);

    /// <summary>So long has passed since this start.</summary>
    public static StopCondition Time(TimeSpan most, TimeProvider? time = null) => new Deadline(most, time ?? TimeProvider.System);

    /// <summary>A file is there: a way to end a run from outside.</summary>
    public static StopCondition File(string path) => new Test($"{path} exists", _ => System.IO.File.Exists(path));

    /// <summary>One of them is met.</summary>
    public static StopCondition Any(params IReadOnlyList<StopCondition> conditions) => new Group(conditions, isAll: false);

    /// <summary>All of them are met at once.</summary>
    public static StopCondition All(params IReadOnlyList<StopCondition> conditions) => new Group(conditions, isAll: true);

    private sealed class Test(string words, Func<SearchState, bool> isMet) : StopCondition
    {
        public override bool IsMet(SearchState state) => isMet(state);

        public override string ToString() => words;
    }

    private sealed class Stagnation(int checks) : StopCondition
    {
        private double _best = double.NegativeInfinity;
        private int _since;

        public override bool IsMet(SearchState state)
        {
            var best = state.Scores.Count == 0 ? 0 : state.Scores.Max();
            (_best, _since) = best > _best ? (best, 0) : (_best, _since + 1);
            return _since >= checks;
        }

        public override string ToString() => $"no improvement in {checks} checks";
    }

    private sealed class Deadline(TimeSpan most, TimeProvider time) : StopCondition
    {
        private readonly long _started = time.GetTimestamp();

        public override bool IsMet(SearchState state) => time.GetElapsedTime(_started) >= most;

        public override string ToString() => $"{most} passed";
    }

    private sealed class Group(IReadOnlyList<StopCondition> conditions, bool isAll) : StopCondition
    {
        public override bool IsMet(SearchState state)
        {
            // Every one is asked each time, since some remember what they saw.
            var met = conditions.Count(condition => condition.IsMet(state));
            return isAll ? met == conditions.Count : met > 0;
        }

        public override string ToString() => string.Join(isAll ? " and " : " or ", conditions);
    }
}
