using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>The benchmark's program: one prompt, or two of which the first writes a note for the second.</summary>
internal sealed class SimTask(ISimulation simulation, bool isTwo) : IPromptTask
{
    private readonly Dictionary<string, SimCase> _cases =
        simulation.Train.Concat(simulation.Validation).ToDictionary(one => one.Id);

    public Candidate Baseline { get; } = new(isTwo
        ? [new Component("A", simulation.Seed), new Component("B", simulation.Seed)]
        : [new Component("instructions", simulation.Seed)]);

    public static Example Row(SimCase one) =>
        new(FieldValues.Of(("input", one.Input)), FieldValues.Of(("answer", one.Answer)), one.Id);

    /// <summary>Of two stages the first has no label.</summary>
    public bool CanShow(string component, Example example) => !isTwo;

    public Task<Rollout> RunAsync(Candidate candidate, Example example, CancellationToken cancel) =>
        isTwo ? RunTwoAsync(candidate, _cases[example.Id!], cancel) : RunOneAsync(candidate, _cases[example.Id!], cancel);

    private async Task<Rollout> RunOneAsync(Candidate candidate, SimCase one, CancellationToken cancel)
    {
        var (answer, usage) = await AskAsync(candidate.Components[0], one.Input, cancel);
        return Scored(answer == one.Answer, Feedback(answer == one.Answer, "code", one.Answer, one.Hints), usage)
            with { Calls = [Call("instructions", one.Input, answer)] };
    }

    private async Task<Rollout> RunTwoAsync(Candidate candidate, SimCase one, CancellationToken cancel)
    {
        var (first, second) = ($"{one.Input}\nstage: A", "");
        var (note, usage) = await AskAsync(candidate["A"], first, cancel);
        second = $"{one.Input}\nnote: {note}\nstage: B";
        var (answer, more) = await AskAsync(candidate["B"], second, cancel);
        var (isNoteRight, isRight) = (note == one.Note, answer == one.Answer);
        var feedback = isRight || isNoteRight
            ? Feedback(isRight, "code", one.Answer, one.HintsB)
            : "The note was already wrong, so the code could not be right.";
        return Scored(isRight, feedback, usage + more) with
        {
            Calls = [Call("A", first, note), Call("B", second, answer)],
            ComponentFeedback = new Dictionary<string, string>
            {
                ["A"] = isNoteRight ? "Correct note." : Feedback(false, "note", one.Note, one.HintsA),
                ["B"] = feedback,
            },
        };
    }

    private async Task<(string Answer, Usage Usage)> AskAsync(Component part, string user, CancellationToken cancel)
    {
        var demos = part.Demos.SelectMany(demo => new[]
        {
            new ChatMessage(ChatRole.User, demo.Inputs.String("input")),
            new ChatMessage(ChatRole.Assistant, demo.Outputs.String("answer")),
        });
        var response = await simulation.TaskModel.GetResponseAsync(
            [new ChatMessage(ChatRole.System, part.Text), .. demos, new ChatMessage(ChatRole.User, user)], null, cancel);
        return (response.Text.Trim(), Usage.Of(response));
    }

    private static Rollout Scored(bool isRight, string feedback, Usage usage) =>
        new(new Score(isRight ? 1 : 0, feedback), FieldValues.Empty) { Usage = usage };

    private static string Feedback(bool isRight, string what, string expected, IReadOnlyList<string> hints) => isRight
        ? "Correct."
        : $"Wrong {what}. Expected {expected}. Diagnosis codes: {string.Join(", ", hints)}";

    private static PredictorCall Call(string predictor, string input, string answer) =>
        new(predictor, FieldValues.Of(("input", input)), FieldValues.Of(("answer", answer)));
}
