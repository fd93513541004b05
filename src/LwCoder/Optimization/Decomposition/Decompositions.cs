using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Optimization.Decomposition;

/// <summary>What a model is asked when a plan is to be split, and how its answer is read.</summary>
internal static class Decompositions
{
    /// <summary>The id of the compiled instruction.</summary>
    public const string PromptId = "plan-decompose";

    public const string Name = "decompose_plan";

    public const string Subtasks = "subtasks";

    private const string Shape =
        "subtasks is a YAML list, each item with title (one line), cost_usd (a plain number, not negative) "
            + "and scope (a list of at least one path in the repository), and nothing else";

    public static readonly Signature Signature = new(Name,
        "Split a plan into subtasks that a coding agent can carry out one after another, each in one session. Each leaves the "
        + "project working, can be checked by itself, and names the files or folders it changes. Together they are the "
        + "whole plan and nothing beside it. Estimate what each will cost in US dollars.",
        [Field.String("plan", "the plan, in Markdown")],
        [Field.String(Subtasks, "the list, as YAML: '- title: …', then 'cost_usd: 1.5' and 'scope: [path, …]'")]);

    /// <summary>Rules are in every prompt word for word, whatever the instruction, and checked on every answer.</summary>
    public static Predict Module(IChatClient client, IReadOnlyList<DecompositionRule> rules) => new(Signature, client, new()
    {
        Assertions =
        [
            Assertion.Assert(Shape, (_, outputs) => TryRead(outputs) is not null),
            .. rules.Select(rule => rule.ToAssertion()),
        ],
    });

    /// <returns>Null for an answer that is no list of subtasks.</returns>
    public static IReadOnlyList<Subtask>? TryRead(FieldValues outputs)
    {
        try
        {
            return SubtaskYaml.Read(Unfenced(outputs.String(Subtasks)));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Unfenced(string text)
    {
        var lines = text.Trim().Split('\n');
        return lines is [var first, .., var last]
            && first.StartsWith("```", StringComparison.Ordinal) && last.Trim() == "```"
                ? string.Join('\n', lines[1..^1])
                : text;
    }
}
