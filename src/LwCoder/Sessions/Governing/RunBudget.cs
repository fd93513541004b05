using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Prompting.Models;

namespace LwCoder.Sessions.Governing;

/// <param name="Name">cost, step, token or time.</param>
/// <param name="Share">Of the limit; above 1 it is broken.</param>
/// <param name="Text">As in `$8.10 of $10`.</param>
internal sealed record BudgetShare(string Name, double Share, string Text);

/// <summary>
/// What a run may use up and has used up: one for the agent's session, what lw_coder itself asks models for it, and all its
/// recoveries. Thread-safe.
/// </summary>
internal sealed class RunBudget(RunLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly List<SessionMeter> _sessions = [];
    private RunUse _asked = RunUse.None;

    public RunLimits Limits { get; } = limits;

    public TimeSpan TimeLeft => Limits.Time - time.GetElapsedTime(_start);

    public int StepsLeft => Limits.Steps is { } steps ? Math.Max(0, steps - Used.Steps) : int.MaxValue;

    public decimal CostLeft => Limits.Cost is { } cost ? Math.Max(0, cost - Used.Cost) : decimal.MaxValue;

    public RunUse Used
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Aggregate(_asked, (sum, session) => sum + session.Used);
            }
        }
    }

    /// <summary>What is used of each limit there is.</summary>
    public IReadOnlyList<BudgetShare> Shares
    {
        get
        {
            var used = Used;
            var spent = time.GetElapsedTime(_start);
            List<BudgetShare> shares = [];
            if (Limits.Cost is { } cost)
            {
                Add("cost", (double)(used.Cost / cost), $"${used.Cost:0.00} of ${cost:0.##}{(used.IsEstimated ? ", estimated" : "")}");
            }
            if (Limits.Steps is { } steps)
            {
                Add("step", (double)used.Steps / steps, $"{used.Steps} of {steps} steps");
            }
            if (Limits.Tokens is { } tokens)
            {
                Add("token", (double)used.Tokens / tokens, $"{used.Tokens} of {tokens} tokens");
            }
            Add("time", spent / Limits.Time, $"{Minutes(spent)} of {Duration.Format(Limits.Time)}");
            return shares;

            void Add(string name, double share, FormattableString text) =>
                shares.Add(new BudgetShare(name, share, text.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Another attempt could do something: no limit is within its reserve.</summary>
    public bool HasRoom => Shares.All(share => share.Share < 1 - Limits.Reserve);

    /// <summary>A limit that is passed, other than time, which ends a session by itself.</summary>
    public BudgetShare? Broken => Shares.FirstOrDefault(share => share.Share > 1 && share.Name != "time");

    /// <summary>Charges an event of a session.</summary>
    public void Charge(SessionMeter session, Agents.Events.SessionEvent happened)
    {
        lock (_lock)
        {
            if (!_sessions.Contains(session))
            {
                _sessions.Add(session);
            }
            session.Observe(happened);
        }
    }

    /// <summary>Charges what lw_coder itself has asked a model.</summary>
    public void Charge(Usage usage)
    {
        lock (_lock)
        {
            _asked += new RunUse(
                usage.CostSource == CostSource.Billed ? usage.Cost : 0,
                usage.InputTokens - usage.CachedInputTokens + usage.OutputTokens,
                usage.Calls);
        }
    }

    private static string Minutes(TimeSpan span) =>
        Duration.Format(TimeSpan.FromSeconds(span < TimeSpan.FromMinutes(2) ? Math.Floor(span.TotalSeconds) : Math.Floor(span.TotalMinutes) * 60));
}
