namespace LwCoder.Agents.Tools.Shell;

/// <summary>Plays a script through as a shell would, with an answer given for how each program ends.</summary>
/// <param name="succeeds">Whether a program would end with 0.</param>
internal sealed class ShellPlay(Func<ShellStep, bool> succeeds)
{
    private readonly Dictionary<ShellStep, bool> _results = new(ReferenceEqualityComparer.Instance);
    private bool _stopAtFailure;
    private bool _pipesFail;
    private bool _isOver;
    private bool _last = true;

    /// <returns>Null when the program was never reached.</returns>
    public bool? ResultOf(ShellStep step) => _results.TryGetValue(step, out var result) ? result : null;

    /// <returns>Whether the whole ends with 0.</returns>
    public bool Run(ShellList list)
    {
        var last = true;
        for (var i = 0; i < list.Links.Count && !_isOver; i++)
        {
            var link = list.Links[i];
            var before = i == 0 ? ";" : list.Links[i - 1].Joint;
            if ((before == "&&" && !last) || (before == "||" && last))
            {
                continue;
            }
            last = Run(link.Pipeline);
            if (link.Joint == "&")
            {
                last = true;
            }
            // A failure before `&&` or `||` is one that is asked for.
            else if (!last && _stopAtFailure && link.Joint == ";" && !link.Pipeline.IsNegated)
            {
                _isOver = true;
            }
        }
        return last;
    }

    private bool Run(ShellPipeline pipeline)
    {
        var (last, all) = (true, true);
        foreach (var part in pipeline.Parts)
        {
            last = part is ShellStep step ? Run(step) : Run((ShellList)part);
            all &= last;
        }
        var result = _pipesFail ? all : last;
        return pipeline.IsNegated && !_isOver ? !result : result;
    }

    private bool Run(ShellStep step)
    {
        if (step.Program == "set")
        {
            Set(step.Words);
        }
        _isOver |= IsExit(step);
        // `exit` and `exit $?` hand on how the program before them ended.
        _last = IsExit(step) && step.Words is [_] or [_, "$?", ..] ? _last : succeeds(step);
        return _results[step] = _last;
    }

    private static bool IsExit(ShellStep step) => step.Program is "exit" or "return";

    private void Set(IReadOnlyList<string> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            var (isOption, on) = (words[i] is ['-' or '+', _, ..], words[i] is ['-', ..]);
            if (isOption && words[i].Contains('e', StringComparison.Ordinal))
            {
                _stopAtFailure = on;
            }
            if (isOption && words[i].EndsWith('o') && i + 1 < words.Count)
            {
                _stopAtFailure = words[i + 1] == "errexit" ? on : _stopAtFailure;
                _pipesFail = words[i + 1] == "pipefail" ? on : _pipesFail;
            }
        }
    }
}
