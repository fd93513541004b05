using System.Globalization;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;
using LwCoder.Training.Reading;
using Microsoft.Extensions.AI;

namespace LwCoder.Training.Trainer;

/// <summary>
/// Has a model write better prompts. Samples that fit one question are shown as they are; of more, each batch is first
/// studied by itself, and the prompts are written from the lessons of all.
/// </summary>
/// <param name="log">Gets every call, those of a failed attempt too.</param>
/// <param name="seed">Other than 0: a try of its own, which the cache keeps apart.</param>
/// <param name="onTrimmed">Told, in words, when lessons are too many to be shown whole.</param>
internal sealed class PromptTrainer(IChatClient client, CallLog log, int seed, Action<string> onTrimmed)
{
    /// <summary>Questions at once: providers refuse more.</summary>
    private const int Parallelism = 6;

    /// <summary>Of all lessons together, in characters.</summary>
    private const int LongestLessons = 200_000;

    /// <summary>Names of the signatures, in logs and scripts.</summary>
    public const string WriteName = "train_prompts";
    public const string StudyName = "study_samples";

    private const string LessonsField = "lessons";

    private static readonly Field[] CurrentFields =
    [
        Field.String("tool", "the coding agent"),
        Field.String("current_main_prompt"),
        Field.List("current_subagents", SubagentType("when the agent calls it")),
    ];

    private static readonly Field Samples = Field.List("training_samples", FieldType.Record(
        Field.String("plan", "what was to be done; empty when it is lost"),
        Field.String("human_feedback", "what a person said of the result"),
        Field.String("trace", "what the agent did; of a long one, what the evidence points at"),
        Field.String("judges", "what reviewers of the change found"),
        Field.String("tests_before", "without the change; empty when unknown"),
        Field.String("tests_after", "with the change"),
        Field.String("prompts", "those the agent had, where they were others than the current ones")));

    private static readonly Signature Study = new(
        StudyName, TrainingTask.Study, [.. CurrentFields, Samples],
        [Field.List(LessonsField, FieldType.String, "most valuable first")]);

    private static readonly Signature Write = new(
        WriteName,
        TrainingTask.Write,
        [
            .. CurrentFields,
            Samples,
            Field.List(LessonsField, FieldType.String, "what was learnt from samples that are not shown here; may be empty"),
            Field.Integer("max_subagents", "how many subagents there may be"),
        ],
        [
            Field.String(CandidatePrompts.MainField, "the complete main prompt, in Markdown"),
            Field.List(CandidatePrompts.SubagentsField, SubagentType("one line: when to call it"), "all of them, complete"),
            Field.String(CandidatePrompts.AnalysisField, "for people, in Markdown"),
        ]);

    private readonly IChatClient _client = client.WithLog(log);
    private readonly CallOptions _call = CallOptions.Default with { RolloutId = seed == 0 ? null : seed };

    /// <param name="batches">What is shown together; more than one batch is studied first.</param>
    /// <exception cref="AssertionException">The answer breaks a rule, also after it was shown so.</exception>
    public async Task<CandidatePrompts> TrainAsync(
        CurrentPrompts current, string tool, IReadOnlyList<IReadOnlyList<SampleMaterial>> batches, int maxSubagents,
        CancellationToken cancel)
    {
        IReadOnlyList<SampleMaterial> samples = [.. batches.SelectMany(batch => batch)];
        var isDirect = batches.Count == 1;
        var lessons = isDirect ? [] : await StudyAsync(current, tool, batches, cancel);
        var predict = new Predict(Write, _client, new PredictOptions
        {
            Assertions = new CandidateRules(current, samples, maxSubagents).All(),
            AssertionRetries = 1,
        });
        var answer = await predict.RunAsync(
            FieldValues.Of([
                .. Describe(current, tool),
                (Samples.Name, isDirect ? Describe(samples) : Describe([])),
                (LessonsField, lessons),
                ("max_subagents", (long)maxSubagents),
            ]),
            _call, cancel);
        return CandidatePrompts.From(answer.Outputs);
    }

    private async Task<List<string>> StudyAsync(
        CurrentPrompts current, string tool, IReadOnlyList<IReadOnlyList<SampleMaterial>> batches, CancellationToken cancel)
    {
        var study = new Predict(Study, _client);
        var answers = new IReadOnlyList<string>[batches.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancel };
        await Parallel.ForAsync(0, batches.Count, parallel, async (index, stop) =>
        {
            var inputs = FieldValues.Of([.. Describe(current, tool), (Samples.Name, Describe(batches[index]))]);
            answers[index] = [.. (await study.RunAsync(inputs, _call, stop)).Outputs.List(LessonsField).Cast<string>()];
        });
        return Shorten([.. answers.SelectMany(lessons => lessons)]);
    }

    /// <summary>Each keeps its part of the room, as long as all fit.</summary>
    private List<string> Shorten(List<string> lessons)
    {
        var length = lessons.Sum(lesson => lesson.Length);
        if (length <= LongestLessons)
        {
            return lessons;
        }
        onTrimmed(string.Create(
            CultureInfo.InvariantCulture, $"{lessons.Count} lessons: {LongestLessons} of {length} characters"));
        return lessons.ConvertAll(lesson => LongText.Shorten(lesson, Math.Max(100, LongestLessons / lessons.Count)));
    }

    private static List<(string, object?)> Describe(CurrentPrompts current, string tool) =>
    [
        (CurrentFields[0].Name, tool),
        (CurrentFields[1].Name, current.MainPrompt),
        (CurrentFields[2].Name, current.Subagents.Select(subagent => FieldValues.Of(
            (CandidatePrompts.NameField, subagent.Name), (CandidatePrompts.DescriptionField, subagent.Description),
            (CandidatePrompts.PromptField, subagent.Body))).ToList()),
    ];

    private static List<FieldValues> Describe(IReadOnlyList<SampleMaterial> samples) => [.. samples.Select(sample =>
        FieldValues.Of(
            ("plan", sample.Plan), ("human_feedback", sample.HumanFeedback), ("trace", sample.Trace), ("judges", sample.Judges),
            ("tests_before", sample.TestsBefore), ("tests_after", sample.TestsAfter), ("prompts", sample.Prompts)))];

    private static FieldType SubagentType(string description) => FieldType.Record(
        Field.String(CandidatePrompts.NameField, "in kebab-case"),
        Field.String(CandidatePrompts.DescriptionField, description),
        Field.String(CandidatePrompts.PromptField, "its complete prompt, in Markdown"));
}
