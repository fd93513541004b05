namespace LwCoder.Agents.Tools.Shell;

/// <param name="Passed">Null when the exit code of the whole command does not tell.</param>
internal sealed record GateVerdict(Gate Gate, bool? Passed);

/// <summary>
/// What an exit code says of the checks a command has run. `pytest; echo done` ends with 0 whatever pytest found, `ruff check .
/// &amp;&amp;
/// pytest` with 1 when either failed: so every way the command could have gone is played through, and a check has passed or
/// failed
/// only if it did in all of those that end with the code seen.
/// </summary>
internal static class GateVerdicts
{
    /// <summary>Programs whose end is uncertain; each doubles the ways to play.</summary>
    private const int MostUncertain = 12;

    private static readonly string[] AlwaysSucceed =
        ["cd", "pushd", "popd", "echo", "printf", "export", "set", "true", ":", "source", ".", "pwd", "sleep", "unset", "trap",
            "mkdir"];

    /// <param name="exitCode">Of the whole command; null when unknown.</param>
    public static IReadOnlyList<GateVerdict> Of(ShellScript script, int? exitCode)
    {
        var gates = script.Steps.Select(step => (Step: step, Gate: Gate.Of(step)!))
            .Where(found => found.Gate is not null).ToList();
        if (gates.Count == 0)
        {
            return [];
        }
        var uncertain = script.Steps.Where(step => !IsSettled(step)).ToList();
        if (exitCode is not { } code || !script.IsFollowed || uncertain.Count > MostUncertain)
        {
            return [.. gates.Select(found => new GateVerdict(found.Gate, null))];
        }
        var verdicts = Play(script, code == 0, uncertain);
        return [.. gates.Select(found => new GateVerdict(found.Gate, verdicts.GetValueOrDefault(found.Step)))];
    }

    private static Dictionary<ShellStep, bool?> Play(ShellScript script, bool succeeded, List<ShellStep> uncertain)
    {
        var verdicts = new Dictionary<ShellStep, bool?>(ReferenceEqualityComparer.Instance);
        var plays = 0;
        for (var way = 0; way < 1 << uncertain.Count; way++)
        {
            var play = new ShellPlay(step => uncertain.FindIndex(one => ReferenceEquals(one, step)) is >= 0 and var at
                ? (way >> at & 1) == 0
                : step.Program != "false" && step.Words is not ["exit" or "return", not "0", ..]);
            if (play.Run(script.Root) != succeeded)
            {
                continue;
            }
            plays++;
            foreach (var step in uncertain)
            {
                var result = play.ResultOf(step);
                verdicts[step] = plays == 1 || (verdicts[step] == result) ? result : null;
            }
        }
        return verdicts;
    }

    private static bool IsSettled(ShellStep step) =>
        AlwaysSucceed.Contains(step.Program) || step.Program == "false"
        || step.Words is ["exit" or "return"] or ["exit" or "return", "$?" or ['0' or '1' or '2', ..], ..];
}
