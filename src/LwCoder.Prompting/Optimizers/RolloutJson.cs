using System.Globalization;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>Rollouts and usage as a journal keeps them.</summary>
internal static class RolloutJson
{
    public static FieldValues Write(Rollout rollout) => FieldValues.Of(
        ("score", rollout.Score.Value),
        ("feedback", rollout.Score.Feedback),
        ("outputs", rollout.Outputs),
        ("error", rollout.Error),
        ("calls", rollout.Calls.Select(call => FieldValues.Of(
            ("predictor", call.Predictor), ("inputs", call.Inputs), ("outputs", call.Outputs))).ToList()),
        ("objectives", FieldValues.Of([.. rollout.Objectives.Select(one => (one.Key, (object?)one.Value))])),
        ("component_feedback", FieldValues.Of([.. rollout.ComponentFeedback.Select(one => (one.Key, (object?)one.Value))])),
        ("usage", Write(rollout.Usage)));

    public static Rollout Read(FieldValues json) => new(
        new Score(json.Number("score"), json["feedback"] as string), json.Record("outputs"))
    {
        Error = json["error"] as string,
        Calls = [.. json.List("calls").Cast<FieldValues>().Select(call => new PredictorCall(
            call.String("predictor"), call.Record("inputs"), call.Record("outputs")))],
        Objectives = json.Record("objectives") is var objectives
            ? objectives.Keys.ToDictionary(name => name, objectives.Number) : [],
        ComponentFeedback = json.Record("component_feedback") is var feedback
            ? feedback.Keys.ToDictionary(name => name, feedback.String) : [],
        Usage = ReadUsage(json.Record("usage")),
    };

    public static FieldValues Write(Usage usage) => FieldValues.Of(
        ("calls", usage.Calls), ("cached", usage.CacheHits), ("in", usage.InputTokens), ("out", usage.OutputTokens),
        ("in_cached", usage.CachedInputTokens), ("cost", usage.Cost.ToString(CultureInfo.InvariantCulture)),
        ("cost_source", (int)usage.CostSource));

    public static Usage ReadUsage(FieldValues json) => new()
    {
        Calls = (int)json.Integer("calls"),
        CacheHits = (int)json.Integer("cached"),
        InputTokens = json.Integer("in"),
        OutputTokens = json.Integer("out"),
        CachedInputTokens = json.Integer("in_cached"),
        Cost = decimal.Parse(json.String("cost"), CultureInfo.InvariantCulture),
        CostSource = (CostSource)(int)json.Integer("cost_source"),
    };
}
