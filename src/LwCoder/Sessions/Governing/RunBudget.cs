using System.Globalization;
using LwCoder.Agents.Events;
using LwCoder.Configuration;
using LwCoder.Prompting.Models;
using LwCoder.Runs;
using CostSource = LwCoder.Prompting.Models.CostSource;

namespace LwCoder.Sessions.Governing;

/// <param name="Name">cost, step, token or time.</param>
/// <param name="Share">Of the limit; above 1 it is broken.</param>
/// <param name="Text">As in `$8.10 of $10`.</param>
internal sealed record BudgetShare(string Name, double Share, string Text)
{
    /// <summary>What a person would raise.</summary>
    public string Setting => Name switch { "cost" => "max_cost", "time" => "session_timeout", _ => $"max_{Name}s" };
}

/// <summary>
/// What a run may use up and has used up: one for the agent's session, what lw_coder itself asks models for it, and all its
/// recoveries. Thread-safe.
/// </summary>
internal sealed class RunBudget(RunLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<SessionMeter> _sessions = [];
    private RunUse _asked;
    private bool _isToldUnbilled;

    public RunLimits Limits { get; } = limits;

    /// <summary>Of what sessions may take in all; making them ready does not count.</summary>
    public TimeSpan TimeLeft => Limits.Time - TimeUsed;

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
            var spent = TimeUsed;
            List<BudgetShare> shares = [];
            Add("cost", OfCost(used), $"${used.Cost:0.00} of ${Limits.Cost:0.##}{(used.IsEstimated ? ", estimated" : "")}");
            Add("step", OfSteps(used), $"{used.Steps} of {Limits.Steps} steps");
            Add("token", OfTokens(used), $"{used.Tokens} of {Limits.Tokens} tokens");
            Add("time", spent / Limits.Time, $"{Minutes(spent)} of {Duration.Format(Limits.Time)}");
            return shares;

            void Add(string name, double? share, FormattableString text)
            {
                if (share is { } known)
                {
                    shares.Add(new BudgetShare(name, known, text.ToString(CultureInfo.InvariantCulture)));
                }
            }
        }
    }

    /// <summary>The largest of those shares, without a word about it: it is asked for after each event.</summary>
    public double Fullest
    {
        get
        {
            var used = Used;
            return Math.Max(
                Math.Max(OfCost(used) ?? 0, OfSteps(used) ?? 0), Math.Max(OfTokens(used) ?? 0, TimeUsed / Limits.Time));
        }
    }

    /// <summary>Another attempt could do something: no limit is within its reserve.</summary>
    public bool HasRoom => Shares.All(share => share.Share < 1 - Limits.Reserve);

    /// <summary>A limit that is passed, other than time, which ends a session by itself.</summary>
    public BudgetShare? Broken => Fullest > 1 ? Shares.FirstOrDefault(share => share.Share > 1 && share.Name != "time") : null;

    /// <summary>For a session that begins now, until <see cref="Close"/>.</summary>
    public SessionMeter Open()
    {
        lock (_lock)
        {
            var session = new SessionMeter(time.GetTimestamp());
            _sessions.Add(session);
            return session;
        }
    }

    public void Close(SessionMeter session)
    {
        lock (_lock)
        {
            session.Ended ??= time.GetTimestamp();
        }
    }

    /// <summary>Charges an event of a session.</summary>
    public void Charge(SessionMeter session, SessionEvent happened)
    {
        lock (_lock)
        {
            session.Observe(happened);
        }
    }

    /// <summary>Once for a run: that its limit in money does not hold, since nobody is billed or nobody knows how much.</summary>
    public string? TakeUnbilled(SessionEvent happened)
    {
        if (happened is not UsageReported { CostSource: not Agents.Events.CostSource.Billed and var source }
            || Limits.Cost is null)
        {
            return null;
        }
        lock (_lock)
        {
            (var isTold, _isToldUnbilled) = (_isToldUnbilled, true);
            return isTold ? null : (source == Agents.Events.CostSource.Imputed
                ? "nobody is billed for this session by what it uses, as under a subscription"
                : "what this session costs is not told") + ", so max_cost does not hold; the other limits do";
        }
    }

    /// <summary>Charges a run that is over.</summary>
    /// <param name="steps">What it took of them, which is not in its record.</param>
    public void Charge(RunManifest run, int steps)
    {
        var generation = run.PromptGeneration is { CostSource: "billed", Cost: { } generated } ? generated : 0;
        lock (_lock)
        {
            _asked += new RunUse(
                (run.CostSource == "billed" ? run.Cost ?? 0 : 0) + generation,
                (run.Tokens?.In ?? 0) + (run.Tokens?.Out ?? 0), steps);
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

    private double? OfCost(RunUse used) => (double?)(used.Cost / Limits.Cost);

    private double? OfSteps(RunUse used) => (double)used.Steps / Limits.Steps;

    private double? OfTokens(RunUse used) => (double)used.Tokens / Limits.Tokens;

    private TimeSpan TimeUsed
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Aggregate(
                    TimeSpan.Zero,
                    (sum, session) => sum + time.GetElapsedTime(session.Started, session.Ended ?? time.GetTimestamp()));
            }
        }
    }

    private static string Minutes(TimeSpan span) => span < TimeSpan.FromSeconds(1) ? "0s" : Duration.Format(TimeSpan.FromSeconds(
        span < TimeSpan.FromMinutes(2) ? Math.Floor(span.TotalSeconds) : Math.Floor(span.TotalMinutes) * 60));
}
