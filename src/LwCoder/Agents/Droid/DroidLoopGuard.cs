using System.Globalization;

namespace LwCoder.Agents.Droid;

/// <summary>
/// droid ends a session of its own accord when its model makes the same calls six turns in a row, and reports that as a success
/// without a word (0.225.2). Told of a session in its order, it knows whether one ended that way.
/// </summary>
internal sealed class DroidLoopGuard
{
    private const int MostTurns = 6;

    private readonly List<string> _calls = [];
    private readonly List<string> _callsBefore = [];
    private readonly List<string> _tools = [];
    private string? _turn;
    private int _turns;
    private bool _isReturned;

    /// <summary>What droid stopped for, if the session is over now; null when it did not stop itself.</summary>
    public string? Stopped => _isReturned && TurnsAlike >= MostTurns
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"droid stopped itself: the model made the same call ({string.Join(", ", _tools)}) {TurnsAlike} times in a row")
        : null;

    private int TurnsAlike => _calls.SequenceEqual(_callsBefore, StringComparer.Ordinal) ? _turns + 1 : 1;

    /// <param name="turn">The message that the call stands in; null when that is not told.</param>
    /// <param name="arguments">As JSON.</param>
    public void Call(string? turn, string tool, string arguments)
    {
        if (turn is null || turn != _turn)
        {
            _turns = TurnsAlike;
            _callsBefore.Clear();
            _callsBefore.AddRange(_calls);
            _calls.Clear();
            _tools.Clear();
        }
        _turn = turn;
        _calls.Add($"{tool} {arguments}");
        _tools.Add(tool);
        _isReturned = false;
    }

    public void Return() => _isReturned = true;

    /// <summary>Who has the last word has not been stopped.</summary>
    public void Speak() => _isReturned = false;
}
