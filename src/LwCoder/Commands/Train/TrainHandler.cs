using System.Text;
using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Judges;
using LwCoder.Models;
using LwCoder.Plans;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Models;
using LwCoder.Prompts.Versions;
using LwCoder.Sessions.Live;
using LwCoder.Training;
using LwCoder.Training.Candidates;
using LwCoder.Training.Reading;
using LwCoder.Training.Trainer;

namespace LwCoder.Commands.Train;

/// <param name="redact">Takes the secrets of this machine out of a text.</param>
internal sealed class TrainHandler(
    RepositoryReader repositories,
    PlanBackups backups,
    SettingsReader settingsReader,
    HomeLayout home,
    IReadOnlyDictionary<string, string> environment,
    Func<string, IAgent> findAgent,
    Func<Settings, EnvironmentSources, ILanguageModels> openModels,
    Func<string, string> redact,
    SessionChronicle chronicle,
    TrainReport report,
    Narrator narrator,
    TimeProvider time)
{
    /// <summary>Of samples in one question; leaves room for the prompts and an answer in the models of today.</summary>
    private const int TokensPerBatch = 100_000;

    public async Task<int> RunAsync(TrainOptions options, string workingDirectory, CancellationToken cancel)
    {
        var agent = findAgent(options.Tool);
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        var settings = settingsReader.Read(repository.Root);
        var models = openModels(settings, EnvironmentSources.Read(settings, repository.Root, home, environment));
        foreach (var warning in models.Warnings)
        {
            narrator.Warn(warning);
        }
        var state = StateFolder.Of(repository.Root);
        var variant = options.Variant ?? (options.Model is "sonnet" or "opus" or "haiku" ? options.Model : "sonnet");
        var current = await CurrentPrompts.LoadAsync(
            new ActivePrompts(state, narrator.Notice), agent, variant, isExact: options.Variant is not null, cancel);

        var samples = await ChooseAsync(repository, state, agent, current, options, cancel);
        var trimmed = new List<string>();
        var batches = samples.Chunk(options.BatchSize).Select(IReadOnlyList<SampleMaterial> (batch) =>
            [
                .. batch.Select(sample => SampleMaterial.Of(
                    sample, current.Set.Fingerprint, TokensPerBatch / batch.Length, OnTrimmed)),
            ]).ToList();
        narrator.Step($"{options.Model} writes prompts for {current.ToolFolder}/{current.Variant} from {samples.Count} "
            + (samples.Count == 1 ? "sample: " : "samples: ")
            + string.Join(", ", samples.Select(sample => sample.PlanId)));

        var calls = new CallLog();
        var candidates = CandidateCatalog.FolderIn(state);
        await using var asked = chronicle.Ask(repository.Root, models, "train");
        using var client = asked.Open(options.Model);
        var prompts = await TrainAsync(new PromptTrainer(client, calls, options.Seed, OnTrimmed), calls);
        var origin = new CandidateOrigin(
            time.GetUtcNow(), agent.Tool, current.Variant, ModelProfile.Of(client).Defaults.ModelId ?? options.Model,
            current.Set.Fingerprint, prompts.ToSet().Fingerprint, options.Select.ToString().ToLowerInvariant(), options.Seed,
            [.. samples.Select(sample => sample.PlanId).Order(StringComparer.Ordinal)], trimmed.Count,
            UsageJson.ToText(calls.Total));
        var written = await new CandidateFolder(candidates, current.ToolFolder, current.Variant)
            .WriteAsync(prompts, origin, cancel);
        report.Write(new TrainedPrompts(written, prompts, origin, trimmed, calls.Total), options.Json);
        return (int)ExitCode.Done;

        void OnTrimmed(string part)
        {
            trimmed.Add(part);
            narrator.Notice($"shortened to the evidence: {part}");
        }

        async Task<CandidatePrompts> TrainAsync(PromptTrainer trainer, CallLog log)
        {
            try
            {
                return await trainer.TrainAsync(current, agent.Tool, batches, options.MaxSubagents, cancel);
            }
            catch (Exception failure) when (ModelFailure.Explain(failure) is { } error)
            {
                narrator.Step($"spent in vain: {TrainReport.Describe(log.Total)}");
                throw RejectedAnswer.Keep(candidates, failure, time.GetUtcNow()) is { } kept
                    ? new UserError(
                        error.Message, $"see what it wrote in {kept}, then try another --seed or --model", error.ExitCode,
                        failure)
                    : error;
            }
        }
    }

    private async Task<IReadOnlyList<TrainingSample>> ChooseAsync(
        RepositoryFacts repository, string state, IAgent agent, CurrentPrompts current, TrainOptions options,
        CancellationToken cancel)
    {
        var loader = new SampleLoader(state, (planId, stop) => FindPlanAsync(repository, state, planId, stop), redact);
        var loaded = await loader.LoadBatchAsync(await loader.DiscoverAsync(cancel), cancel);
        foreach (var skipped in loaded.Skipped)
        {
            narrator.Warn($"the sample {skipped.PlanId} is not used: {skipped.Reason}");
        }
        foreach (var incomplete in loaded.Incomplete)
        {
            narrator.Warn($"the sample {incomplete.PlanId} is read without one of its files: {incomplete.Reason}");
        }
        return loaded.Samples.Count > 0
            ? SampleSelection.Choose(
                loaded.Samples, options.Select, options.BatchSize,
                new TrainingTarget(agent.Tool, current.Variant, current.Set.Fingerprint), options.Seed)
            : throw new UserError(
                $"there is no sample to learn from in {Path.Combine(state, SampleFiles.Folder)}",
                "evaluate a plan first: lw_coder eval <plan> --verdict accept --feedback \"...\"");
    }

    /// <summary>The plan as it is now, or as it was backed up or given up.</summary>
    private async Task<string?> FindPlanAsync(RepositoryFacts repository, string state, string planId, CancellationToken cancel)
    {
        var file = Path.Combine(state, StateFolder.Tasks, planId + ".md");
        if (File.Exists(file) && !Paths.IsLink(file))
        {
            return BoundedFile.Read(file) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
        }
        // Folders of samples are called as people like; a backup is a ref.
        var backup = PlanId.Problem(planId) is null
            ? await backups.FindAsync(repository, planId, cancel) ?? await backups.FindAbandonedAsync(repository, planId, cancel)
            : null;
        return backup is null ? null : Encoding.UTF8.GetString(backup.Text);
    }
}
