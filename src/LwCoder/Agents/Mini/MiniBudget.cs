using System.Globalization;
using LwCoder.Agents.Events;
using LwCoder.Configuration;
using LwCoder.Prompting.Models;

namespace LwCoder.Agents.Mini;

/// <summary>What a session has used up, and what is left.</summary>
internal sealed class MiniBudget(AgentLimits limits, TimeProvider time)
{
    /// <summary>When less than this share of a limit is left, the model is told to come to an end.</summary>
    private const double Little = 0.1;

    private readonly long _start = time.GetTimestamp();
    private int _steps;

    public Usage Spent { get; private set; } = Usage.None;

    public TimeSpan TimeLeft => limits.Time - time.GetElapsedTime(_start);

    /// <summary>A line for the model.</summary>
    public string Remaining
    {
        get
        {
            var steps = limits.Steps - _steps;
            var money = IsCostKnown
                ? string.Create(
                    CultureInfo.InvariantCulture, $", ${Math.Max(0, limits.Cost - Spent.Cost):0.00} of ${limits.Cost}")
                : "";
            var isLittle = steps < limits.Steps * Little || TimeLeft < limits.Time * Little
                || (IsCostKnown && (double)(limits.Cost - Spent.Cost) < (double)limits.Cost * Little);
            return $"[left: {steps} of {limits.Steps} steps{money}, {Duration.Format(Rounded(TimeLeft))} of time"
                + (isLittle ? "; secure what you have and finish now]" : "]");
        }
    }

    private bool IsCostKnown => Spent is { Calls: > 0, CostSource: not LwCoder.Prompting.Models.CostSource.Unknown };

    /// <exception cref="MiniStop">Nothing is left.</exception>
    public void TakeStep()
    {
        if (_steps >= limits.Steps)
        {
            throw new MiniStop(ErrorClass.Budget, $"the limit of {limits.Steps} steps is reached (max_steps of [code])");
        }
        if (Spent.Cost >= limits.Cost)
        {
            throw new MiniStop(ErrorClass.Budget, string.Create(
                CultureInfo.InvariantCulture,
                $"the limit of ${limits.Cost} is reached (max_cost of [code]); ${Spent.Cost:0.00} are spent"));
        }
        if (TimeLeft <= TimeSpan.Zero)
        {
            throw new MiniStop(ErrorClass.Budget, $"the limit of {Duration.Format(limits.Time)} is reached (session_timeout)");
        }
        _steps++;
    }

    public void Add(Usage used) => Spent += used;

    private static TimeSpan Rounded(TimeSpan left) =>
        TimeSpan.FromSeconds(Math.Max(0, left < TimeSpan.FromMinutes(2)
            ? Math.Floor(left.TotalSeconds)
            : Math.Ceiling(left.TotalMinutes) * 60));
}
