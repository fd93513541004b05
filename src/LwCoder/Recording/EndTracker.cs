using LwCoder.Agents.Events;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording;

/// <summary>
/// How a conversation ended, by what it shows. Completed needs somebody who says so, and nothing that goes on afterwards; that
/// there was an answer, or that no more came, is no evidence.
/// </summary>
internal sealed class EndTracker
{
    private SessionResult? _result;
    private SessionError? _trouble;
    private bool? _answered;

    public DateTimeOffset? Time { get; private set; }

    public SessionStatus Status => (_answered, _result, _trouble) switch
    {
        (true, _, _) => SessionStatus.Completed,
        (false, _, _) => SessionStatus.Failed,
        (_, { Status: ResultStatus.Success }, _) => SessionStatus.Completed,
        (_, { }, _) => SessionStatus.Failed,
        (_, _, { Class: ErrorClass.Cancelled or ErrorClass.Permission }) => SessionStatus.Abandoned,
        (_, _, { Class: not ErrorClass.Other }) => SessionStatus.Failed,
        _ => SessionStatus.Unknown,
    };

    public string? Outcome => _answered is { } answered ? (answered ? "answered" : "failed")
        : _result is { Status: ResultStatus.Success } ? "completed"
        : _trouble is { } trouble ? $"{SessionEventLine.NameOf(trouble.Class)}: {trouble.Text}"
        : _result is not null ? "failed" : null;

    public void Observe(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionResult result:
                (_result, Time) = (result, result.Time ?? Time);
                _trouble = result.Status == ResultStatus.Success ? null : _trouble;
                break;
            case SessionError error when !IsBefore(error):
                _trouble = error;
                break;
            // What is read later may have happened earlier.
            case MessageSpoken or ToolCalled when !IsBefore(happened):
                (_result, _trouble) = (null, null);
                break;
        }
    }

    /// <summary>Whoever started it got its answer.</summary>
    public void Answered(bool isError, DateTimeOffset? time) => (_answered, Time) = (!isError, time ?? Time);

    private bool IsBefore(SessionEvent happened) => _result is not null && happened.Time <= _result.Time;
}
