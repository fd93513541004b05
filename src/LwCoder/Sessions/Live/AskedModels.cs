using LwCoder.Agents.Events;
using LwCoder.Models;
using LwCoder.Prompting.Models;
using LwCoder.Telemetry.Rows;
using Microsoft.Extensions.AI;

namespace LwCoder.Sessions.Live;

/// <summary>
/// Models for what lw_coder asks itself. What they answer and cost goes to the store as a session of lw_coder's own, one for
/// each model that was asked. Answers from the cache cost nothing and are not told.
/// </summary>
/// <param name="name">Of the session, and of its first model; another model's has a number behind it.</param>
/// <param name="parent">The agent's session that the questions are about.</param>
/// <param name="end">Waits until the feed's end is written, as long as that is worth it.</param>
internal sealed class AskedModels(
    ILanguageModels models, string name, string purpose, string? parent, SessionFeed feed, Func<Task, Task> end)
    : ILanguageModels, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Asked> _asked = [];

    public bool IsConfigured => models.IsConfigured;

    public IReadOnlyList<string> Warnings => models.Warnings;

    public IChatClient Open(string? model = null) => models.Open(model).WithLog(new CallLog(capacity: 1) { Added = Tell });

    public async ValueTask DisposeAsync()
    {
        foreach (var asked in _asked)
        {
            feed.Tell((asked.Error is { } error
                ? (SessionEvent)new SessionError(ErrorClass.Provider, error)
                : new SessionResult(ResultStatus.Success, "")) with { Session = asked.Session, Time = asked.Last });
        }
        await end(feed.FinishAsync());
    }

    private void Tell(CallRecord call)
    {
        if (call.Usage.Calls == 0)
        {
            return;
        }
        lock (_lock)
        {
            var model = call.Model ?? "unknown";
            var asked = _asked.Find(one => one.Model == model);
            if (asked is null)
            {
                asked = new Asked(model, _asked.Count == 0 ? name : $"{name}-{_asked.Count + 1}");
                _asked.Add(asked);
                Say(new SessionStarted(SessionRow.OwnTool, null, model, purpose) { ParentSession = parent }, call.At);
            }
            var id = $"answer-{++asked.Answers}";
            (asked.Last, asked.Error) = (call.At + call.Duration, call.Error);
            if (call.Answer is { Length: > 0 } answer)
            {
                Say(new MessageSpoken(id, "assistant", answer), asked.Last);
            }
            Say(ModelUsage.ToEvent(id, call.Usage), asked.Last);

            void Say(SessionEvent happened, DateTimeOffset at) =>
                feed.Tell(happened with { Session = asked.Session, Time = at });
        }
    }

    private sealed class Asked(string model, string session)
    {
        public string Model => model;

        public string Session => session;

        public int Answers { get; set; }

        public DateTimeOffset Last { get; set; }

        /// <summary>Of the last call; null when it was answered.</summary>
        public string? Error { get; set; }
    }
}
