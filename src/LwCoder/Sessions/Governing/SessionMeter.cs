using LwCoder.Agents.Events;

namespace LwCoder.Sessions.Governing;

/// <summary>What one session has used up, from its events. The agent's own total replaces what was added up until then.</summary>
/// <param name="started">By the clock of its <see cref="RunBudget"/>, as is <see cref="Ended"/>.</param>
internal sealed class SessionMeter(long started)
{
    private readonly StepCounter _steps = new();
    private RunUse _messages;
    private RunUse _whole;
    private string? _model;

    public long Started { get; } = started;

    /// <summary>Null while it goes on.</summary>
    public long? Ended { get; set; }

    public RunUse Used => _whole with
    {
        Cost = _whole.Cost + _messages.Cost,
        Tokens = _whole.Tokens + _messages.Tokens,
        Steps = _steps.Steps,
        IsEstimated = _messages.IsEstimated,
    };

    public void Observe(SessionEvent happened)
    {
        _steps.Observe(happened);
        switch (happened)
        {
            case SessionStarted started:
                _model ??= started.Model;
                break;
            case UsageReported { Id: null } whole:
                // An agent that knows its tokens and not its costs says nothing about what they may have cost.
                var (cost, isEstimated) = whole.Cost is null
                    ? (_whole.Cost + _messages.Cost, _messages.IsEstimated)
                    : (whole.CostSource == CostSource.Billed ? whole.Cost.Value : 0, false);
                _whole = new RunUse(cost, whole.Input + whole.Output, 0, isEstimated);
                _messages = default;
                break;
            case UsageReported message:
                _messages += new RunUse(
                    CostOf(message), message.Input + message.Output, 0, IsEstimated: message.Cost is null && CostOf(message) > 0);
                break;
        }
    }

    private decimal CostOf(UsageReported message) => message.CostSource == CostSource.Billed
        ? message.Cost ?? ListPrices.Estimate(_model, message) ?? 0
        : 0;
}
